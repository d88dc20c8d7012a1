import type { RegistryAnswer } from './registry-answer.js';
import { registryUnavailable } from './registry-unavailable.js';
import { timeoutAfterALook } from './timeout-after-a-look.js';

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
  const { signal, clear } = timeoutAfterALook(timeoutMs);
  try {
    const { method, headers, body: sent } = call;
    const response = await fetch(call.url, { method, headers, body: sent, redirect: 'manual', signal });
    const body = await readText(response);
    return { status: response.status, contentType: response.headers.get('content-type') ?? '', body };
  } catch (error) {
    const reason = signal.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error);
    throw registryUnavailable(call.url, reason, { cause: error });
  } finally {
    clear();
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

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the call failed';
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
