import { probeHop } from '../system/probe-hop.js';
import { splitAddress } from '../system/split-address.js';
import { sendRequest } from '../http/send-request.js';
import type { Session } from '../session/session.js';
import type { SystemPart } from './read-parts.js';

interface PartState {
  readonly state: 'ready' | 'not ready' | 'down';
  /** Why it is not ready, in its own words. */
  readonly reason?: string;
}

export type PartStatus = SystemPart & PartState;

const timeoutMs = 2_000;

/** Asks a part how it is: apps by their readiness, the registry by its API, Kafka by a connection. */
export async function probePart(session: Session, part: SystemPart): Promise<PartStatus> {
  const state = part.url.startsWith('http') ? await httpState(session, part) : await tcpState(part.url);
  return { ...part, ...state };
}

async function httpState(session: Session, { name, url }: SystemPart): Promise<PartState> {
  const path = name === 'registry' ? '/subjects' : '/health/ready';
  try {
    const response = await sendRequest(session, url, path, { timeoutMs });
    const text = await response.text();
    return response.ok ? { state: 'ready' } : { state: 'not ready', reason: detailOf(text) ?? response.statusText };
  } catch (error) {
    session.signal?.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return { state: 'down' };
  }
}

/** The sentence of a problem document. */
function detailOf(text: string): string | undefined {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : undefined;
  } catch {
    return undefined;
  }
}

async function tcpState(address: string): Promise<PartState> {
  const { reached } = await probeHop(...splitAddress(address));
  return { state: reached === 'open' ? 'ready' : 'down' };
}
