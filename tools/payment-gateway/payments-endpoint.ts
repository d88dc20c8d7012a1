import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { fateOfRequest } from './fate-of-request.ts';
import { noFailures, type Down, type Failures } from './failures.ts';
import { readJson, Refusal, sendJson } from './http-message.ts';
import { Outage } from './outage.ts';
import type { PaymentBook } from './payment-book.ts';
import { amountPattern } from './to-ten-thousandths.ts';

const requestSchema = z.strictObject({
  invoiceNo: z.string().min(1).max(256),
  amount: z.string().regex(amountPattern, 'is no decimal with at most four digits after the point'),
  currency: z.literal('GBP'),
});
const keyPattern = /^[\x21-\x7e]{1,256}$/;

/** Answers `POST /payments`, or fails to as the switches say. */
export class PaymentsEndpoint {
  readonly #book: PaymentBook;
  readonly #onOutage: (down: Down) => void;
  #failures: Failures = noFailures;
  #outage = new Outage(null);

  /** @param onOutage told at the moment an outage begins */
  constructor(book: PaymentBook, onOutage: (down: Down) => void) {
    this.#book = book;
    this.#onOutage = onOutage;
  }

  get failures(): Failures {
    return this.#failures;
  }

  get isDown(): boolean {
    return this.#outage.isDown(performance.now());
  }

  /** Replaces the switches; an outage that was on is over. */
  set failures(failures: Failures) {
    this.#failures = failures;
    this.#outage = new Outage(failures.down);
    this.#watchOutage();
  }

  /** @throws Refusal for everything that is not an answer about a payment */
  async pay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isDown) return reset(request);
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !keyPattern.test(key)) {
      throw new Refusal(400, 'Idempotency-Key has 1 to 256 visible ASCII characters');
    }
    const parsed = requestSchema.safeParse(await readJson(request));
    if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error));
    const failures = this.#failures;
    const fate = fateOfRequest(failures, key, this.#book.attempt(key));
    if (fate === 'rate-limit') {
      throw new Refusal(429, 'Too many payments', { 'retry-after': String(failures.retryAfterS) });
    }
    const payment = this.#book.decide(key, parsed.data, new Date());
    if (payment === undefined) throw new Refusal(422, 'The Idempotency-Key was used for another payment');
    if (fate === 'hang') return;
    if (failures.latencyMs > 0) await sleep(failures.latencyMs, undefined, { signal: leftBy(response) });
    if (this.isDown) return reset(request);
    if (fate === 'error') throw new Refusal(500, 'The gateway failed, as it was told to');
    sendJson(response, 201, payment);
    this.#outage.answered();
    this.#watchOutage();
  }

  #watchOutage(): void {
    const { down } = this.#outage;
    if (down !== null && this.#outage.begins(performance.now())) this.#onOutage(down);
  }
}

/** Cuts the connection: the caller sees ECONNRESET. */
function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

/** Fires when the caller is gone, or all connections are closed. */
function leftBy(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => left.abort());
  return left.signal;
}
