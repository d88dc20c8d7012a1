import { createServer } from 'node:net';
import { SpillwayError } from '@spillway/events';
import { findPortHolder } from './port-holder.ts';

/**
 * @param ports what each port is for, by number
 * @throws SpillwayError `SPW-1003` naming every port in use and the process that holds it
 */
export async function requireFreePorts(ports: ReadonlyMap<number, string>): Promise<void> {
  const taken: string[] = [];
  const holders = new Set<number>();
  for (const [port, purpose] of ports) {
    if (await isPortFree(port)) continue;
    const holder = findPortHolder(port);
    if (holder !== undefined) holders.add(holder.stopPid);
    const by = holder === undefined ? 'another process' : `process ${holder.pid} (${holder.name})`;
    taken.push(`Port ${port} (${purpose}) is in use by ${by}.`);
  }
  if (taken.length === 0) return;
  const stop = holders.size > 0 ? `Stop it (kill ${[...holders].join(' ')})` : 'Stop it';
  const fix = `${stop}, or choose other ports: npm start -- --port-base ${freeBaseHint(ports)}`;
  throw new SpillwayError('SPW-1003', taken.join('\n'), { context: { fix } });
}

export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A base well away from the ports that were tried. */
function freeBaseHint(ports: ReadonlyMap<number, string>): number {
  const lowest = Math.min(...ports.keys());
  return lowest + 10_000 > 60_000 ? 13_000 : lowest + 10_000;
}
