import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answered as a problem document (RFC 9457). */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

const maxBodyBytes = 64 * 1024;

/** @throws Refusal 400 when the body is no JSON, 413 when it is too long */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Refusal(413, `The body has more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new Refusal(400, 'The body is no JSON');
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, body, { 'content-type': 'application/json' });
}

export function sendRefusal(response: ServerResponse, { status, message, headers }: Refusal): void {
  const problem = { type: 'about:blank', status, detail: message };
  send(response, status, problem, { 'content-type': 'application/problem+json', ...headers });
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string>): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}
