import { findFreePortBase } from '../../tools/processes/free-port-base.ts';

/** What this spec was given: a process that was just started has not taken its ports yet. */
const given = new Set<number>();

/**
 * A port base at which the ports of these offsets are free and stay so: workers that run specs side by side look in
 * shares of their own, and no spec is given a port twice.
 */
export async function takePortBase(offsets: readonly number[]): Promise<number> {
  for (;;) {
    const base = await findFreePortBase(offsets, inOwnShare);
    const ports = offsets.map((offset) => base + offset);
    if (ports.some((port) => given.has(port))) continue;
    for (const port of ports) given.add(port);
    return base;
  }
}

const shares = 4;

/** Like `Math.random`, within the quarter that belongs to this worker. */
function inOwnShare(): number {
  const worker = Number(process.env['JEST_WORKER_ID'] ?? 1) - 1;
  return ((worker % shares) + Math.random()) / shares;
}
