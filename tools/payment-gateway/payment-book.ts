import { urlNamespace, uuidV5 } from '@spillway/events';
import { decidePayment, type Decision } from './decide-payment.ts';

export interface PaymentRequest {
  readonly invoiceNo: string;
  /** Exact decimal in pounds sterling. */
  readonly amount: string;
}

export type Payment = PaymentRequest & Decision & { readonly paymentId: string; readonly decidedAt: string };

export interface PaymentCounts {
  /** Distinct keys since the start. */
  readonly captured: number;
  readonly declined: number;
}

interface Entry {
  attempts: number;
  payment?: Payment;
}

/**
 * Every payment by its idempotency key. Holds at most `maxKeys`: past that the oldest is forgotten, and would be decided
 * anew, with the same result and the same id, at another time.
 */
export class PaymentBook {
  readonly #entries = new Map<string, Entry>();
  readonly #options: { readonly limit: string; readonly maxKeys: number };
  readonly #counts = { captured: 0, declined: 0 };

  constructor(options: { readonly limit: string; readonly maxKeys: number }) {
    this.#options = options;
  }

  get counts(): PaymentCounts {
    return { ...this.#counts };
  }

  /** Counts a request with this key. Answers how many there were, with this one. */
  attempt(key: string): number {
    return ++this.#entry(key).attempts;
  }

  find(key: string): Payment | undefined {
    return this.#entries.get(key)?.payment;
  }

  /** The decision of the first request with this key; undefined when that one was about something else. */
  decide(key: string, { invoiceNo, amount }: PaymentRequest, now: Date): Payment | undefined {
    const entry = this.#entry(key);
    if (entry.payment === undefined) {
      const decision = decidePayment(amount, this.#options.limit);
      const paymentId = uuidV5(`payment/${key}`, urlNamespace);
      entry.payment = { paymentId, invoiceNo, amount, ...decision, decidedAt: now.toISOString() };
      this.#counts[decision.status] += 1;
    }
    const isSame = entry.payment.invoiceNo === invoiceNo && entry.payment.amount === amount;
    return isSame ? entry.payment : undefined;
  }

  #entry(key: string): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry = { attempts: 0 };
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#options.maxKeys) this.#entries.delete(this.#entries.keys().next().value!);
    return entry;
  }
}
