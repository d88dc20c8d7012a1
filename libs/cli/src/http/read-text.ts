import { SpillwayError } from '@spillway/events';
import { hideSecrets } from '../output/hide-secrets.js';
import type { Session } from '../session/session.js';
import { sendRequest } from './send-request.js';

const timeoutMs = 10_000;

/** @throws SpillwayError `SPW-5210` no answer, or one that is none */
export async function readText(session: Session, base: string, path: string): Promise<string> {
  const response = await sendRequest(session, base, path, { timeoutMs });
  const text = await response.text();
  if (response.ok) return text;
  throw new SpillwayError('SPW-5210', `${hideSecrets(base)}${path} answered ${response.status}.`);
}
