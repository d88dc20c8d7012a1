import type { Clock } from '@spillway/streaming';
import { paymentSchema, type GatewayAnswer } from './gateway-answer.js';
import { retryAfterMs } from './retry-after-ms.js';

export interface PaymentRequest {
  readonly invoiceNo: string;
  /** Exact decimal in pounds sterling. */
  readonly amount: string;
}

export interface PaymentGatewayOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** The gateway failed on this request: another attempt may do better. */
export class PaymentGatewayError extends Error {
  override readonly name = 'PaymentGatewayError';
}

/** Asks the payment gateway over HTTP. */
export class PaymentGatewayClient {
  constructor(private readonly options: PaymentGatewayOptions) {}

  /**
   * Captures a payment. Asked again with the same key, the gateway gives its first answer again.
   *
   * @throws PaymentGatewayError when it answered with a failure, something senseless, or not in time · the error of the
   *   network when it cannot be reached · the reason of `signal` when that fired
   */
  async capture(key: string, { invoiceNo, amount }: PaymentRequest, signal: AbortSignal): Promise<GatewayAnswer> {
    const { url, timeoutMs } = this.options;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${url}/payments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ invoiceNo, amount, currency: 'GBP' }),
        signal: AbortSignal.any([signal, timeout]),
      });
      return this.read(response, await response.text());
    } catch (error) {
      if (!timeout.aborted || signal.aborted) throw error;
      throw new PaymentGatewayError(`The payment gateway did not answer within ${timeoutMs} ms`);
    }
  }

  private read({ status, headers }: Response, body: string): GatewayAnswer {
    const forMs = retryAfterMs(headers.get('retry-after'), this.options.clock.nowMs());
    if (status === 429 || (status === 503 && forMs !== undefined)) return { type: 'busy', forMs };
    if (status >= 400 && status < 500) return { type: 'refused', reason: `The payment gateway answered ${status}` };
    if (status !== 200 && status !== 201) throw new PaymentGatewayError(`The payment gateway answered ${status}`);
    const payment = paymentSchema.safeParse(jsonOf(body));
    if (!payment.success) throw new PaymentGatewayError('The payment gateway gave an answer that is none');
    return { type: 'decided', payment: payment.data };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
