import { errorTable } from '@spillway/events';
import type { Hop } from '../../system/probe-hop.js';
import { ok, problem, warning, type CheckResult } from '../check.js';

export interface PortSeen {
  /** Of the part that listens there, or would. */
  readonly name: string;
  readonly port: number;
  readonly reached: Hop['reached'];
}

/** Of a run: each part listens where it says. Without one: nobody else is where `npm start` would listen. */
export function judgePorts(seen: readonly PortSeen[], hasRun: boolean): CheckResult {
  const text = (ports: readonly PortSeen[]): string => ports.map(({ name, port }) => `${name} ${port}`).join(', ');
  if (hasRun) {
    const closed = seen.filter(({ reached }) => reached !== 'open');
    if (closed.length === 0) return ok(`listening: ${text(seen)}`);
    const isSilent = closed.every(({ reached }) => reached === 'silent');
    return problem(
      `${isSilent ? 'no answer in time' : 'nothing listens where it should'}: ${text(closed)}`,
      'See which part is down: npx spillway status. Then stop the run and start anew: npm start',
    );
  }
  const taken = seen.filter(({ reached }) => reached === 'open');
  if (taken.length === 0) return ok(`free for npm start: ${text(seen)}`);
  return warning(`in use by another process: ${text(taken)}`, errorTable['SPW-1003'].fix);
}
