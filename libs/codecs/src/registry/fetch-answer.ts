import type { RegistryAnswer } from './registry-answer.js';
import { registryUnavailable } from './registry-unavailable.js';

export interface RegistryCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** Room for schemas that are refused for their length, which is an answer; what is longer still may have no end. */
const maxBodyBytes = 16 * 1024 * 1024;

/**
 * Makes one HTTP call, from connecting to the last byte, within the time.
 *
 * @throws SpillwayError `SPW-3003` when no whole answer came
 */
export async function fetchAnswer(call: RegistryCall, timeoutMs: number): Promise<RegistryAnswer> {
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: call.headers,
      body: call.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await readText(response);
    return { status: response.status, contentType: response.headers.get('content-type') ?? '', body };
  } catch (error) {
    throw registryUnavailable(call.url, reasonOf(error, timeoutMs), { cause: error });
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw new Error(`an answer of more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'the call failed';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
