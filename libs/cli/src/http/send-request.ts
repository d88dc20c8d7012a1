import { basicAuthorization, SpillwayError, splitLogin } from '@spillway/events';
import { hideSecrets } from '../output/hide-secrets.js';
import type { Session } from '../session/session.js';
import { urlAt } from './url-at.js';

export interface SentRequest {
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 60_000;

/**
 * Sends a request; ends with the command. A name and a password that stand in the address go into a header, since `fetch`
 * refuses them where they are.
 *
 * @throws SpillwayError `SPW-5210` no answer
 */
export async function sendRequest(
  { signal }: Pick<Session, 'signal'>,
  base: string,
  path: string,
  { body, headers = {}, timeoutMs = defaultTimeoutMs }: SentRequest = {},
): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const post = body === undefined ? {} : { method: 'POST', body: text };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const ends = [AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])];
  try {
    const { url, ...login } = splitLogin(urlAt(base, path));
    const sent = { ...type, ...basicAuthorization(login), ...headers };
    return await fetch(url, { ...post, headers: sent, signal: AbortSignal.any(ends) });
  } catch (cause) {
    throw new SpillwayError('SPW-5210', `${hideSecrets(base)} does not answer.`, { cause });
  }
}
