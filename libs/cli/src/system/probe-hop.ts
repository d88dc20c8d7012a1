import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';

/** An address, and how far one gets to it from here. */
export interface Hop {
  readonly host: string;
  readonly port: number;
  /** Empty when the name is not known. */
  readonly resolved: readonly string[];
  readonly reached: 'open' | 'refused' | 'silent' | 'unknown-name';
}

const timeoutMs = 3_000;

/** Looks the name up, then connects; says nothing and reads nothing. */
export async function probeHop(host: string, port: number): Promise<Hop> {
  const resolved = await lookup(host, { all: true }).then(
    (found) => [...new Set(found.map(({ address }) => address))],
    () => [],
  );
  if (resolved.length === 0) return { host, port, resolved, reached: 'unknown-name' };
  return { host, port, resolved, reached: await tryConnect(host, port) };
}

function tryConnect(host: string, port: number): Promise<'open' | 'refused' | 'silent'> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (reached: 'open' | 'refused' | 'silent'): void => {
      socket.destroy();
      resolve(reached);
    };
    // Where this process stood still the timer is up before the answer that is there was looked at.
    socket.setTimeout(timeoutMs, () => setImmediate(finish, 'silent'));
    socket.once('connect', () => finish('open'));
    socket.once('error', () => finish('refused'));
  });
}
