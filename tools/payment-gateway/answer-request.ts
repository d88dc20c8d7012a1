import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { failuresSchema } from './failures.ts';
import { readJson, Refusal, sendJson, sendRefusal } from './http-message.ts';
import type { PaymentBook } from './payment-book.ts';
import type { PaymentsEndpoint } from './payments-endpoint.ts';

interface GatewayParts {
  readonly book: PaymentBook;
  readonly payments: PaymentsEndpoint;
}

/** Answers any request; what goes wrong is a problem document. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  parts: GatewayParts,
): Promise<void> {
  try {
    await route(request, response, parts);
  } catch (error) {
    if (error instanceof Refusal) sendRefusal(response, error);
    else if (!response.destroyed) sendRefusal(response, new Refusal(500, 'The gateway failed'));
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { book, payments }: GatewayParts,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const key = /^\/payments\/([^/]+)$/.exec(path)?.[1];
  switch (`${request.method} ${key === undefined ? path : '/payments/{key}'}`) {
    case 'POST /payments':
      return payments.pay(request, response);
    case 'GET /payments':
      return sendJson(response, 200, book.counts);
    case 'GET /payments/{key}': {
      const payment = book.find(decode(key ?? ''));
      if (payment === undefined) throw new Refusal(404, 'There is no payment with this key');
      return sendJson(response, 200, payment);
    }
    case 'GET /failures':
      return sendJson(response, 200, { ...payments.failures, isDown: payments.isDown });
    case 'PUT /failures': {
      const parsed = failuresSchema.safeParse(await readJson(request));
      if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error));
      payments.failures = parsed.data;
      return sendJson(response, 200, parsed.data);
    }
    case 'GET /health/live':
    case 'GET /health/ready':
    case 'GET /health/startup':
      return sendJson(response, 200, { status: 'ok' });
    default:
      throw new Refusal(404, 'There is nothing at this path by this method');
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(400, 'The path is not well-formed');
  }
}
