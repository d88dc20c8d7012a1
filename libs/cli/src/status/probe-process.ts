import { connect } from 'node:net';
import type { RunningProcess } from './run-info.js';

export interface ProcessState {
  readonly state: 'ready' | 'not ready' | 'down';
  /** Why it is not ready, in its own words. */
  readonly reason?: string;
}

export type ProcessStatus = RunningProcess & ProcessState;

const timeoutMs = 2_000;

/** Asks a process how it is: apps by their readiness, the registry by its API, Kafka by a connection. */
export async function probeProcess(running: RunningProcess): Promise<ProcessStatus> {
  const state = running.url.startsWith('http') ? await httpState(running) : await tcpState(running.port);
  return { ...running, ...state };
}

async function httpState({ name, url }: RunningProcess): Promise<ProcessState> {
  const path = name === 'registry' ? '/subjects' : '/health/ready';
  try {
    const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    return response.ok ? { state: 'ready' } : { state: 'not ready', reason: detailOf(text) ?? response.statusText };
  } catch {
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

function tcpState(port: number): Promise<ProcessState> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (state: 'ready' | 'down'): void => {
      socket.destroy();
      resolve({ state });
    };
    socket.setTimeout(timeoutMs, () => finish('down'));
    socket.once('connect', () => finish('ready'));
    socket.once('error', () => finish('down'));
  });
}
