import { answerRequest } from './answer-request.ts';
import type { Failures } from './failures.ts';
import { Listener } from './listener.ts';
import { PaymentBook } from './payment-book.ts';
import { PaymentsEndpoint } from './payments-endpoint.ts';

export interface PaymentGatewayOptions {
  readonly host?: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Amounts above it are declined: exact decimal in pounds sterling. */
  readonly limit?: string;
  readonly failures?: Failures;
  /** Payments it remembers. */
  readonly maxKeys?: number;
}

export interface PaymentGateway {
  readonly url: string;
  /** Answers what it is at, for two seconds at most, and stops listening. */
  close(): Promise<void>;
}

/** The payment gateway of the sample: an HTTP server that captures or declines, and fails on demand. */
export async function startPaymentGateway(options: PaymentGatewayOptions): Promise<PaymentGateway> {
  const { host = '127.0.0.1', port, limit = '5000.0000', failures, maxKeys = 100_000 } = options;
  const book = new PaymentBook({ limit, maxKeys });
  const payments: PaymentsEndpoint = new PaymentsEndpoint(book, ({ mode, forMs }) => {
    if (mode === 'refuse') void listener.goAwayFor(forMs);
  });
  const listener = new Listener(host, (request, response) => void answerRequest(request, response, { book, payments }));
  await listener.listen(port);
  if (failures !== undefined) payments.failures = failures;
  return { url: `http://${host}:${listener.port}`, close: () => listener.close() };
}
