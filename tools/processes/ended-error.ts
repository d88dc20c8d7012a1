import { SpillwayError } from '@spillway/events';
import type { Child } from './child.ts';
import { tailOfLog } from './tail-of-log.ts';

/** `SPW-1007` for a process that ended by itself. */
export function endedError(child: Child, ending: string): SpillwayError {
  return notStartedError(child, `ended (${ending})`);
}

/** `SPW-1007` with the end of the process's log. */
export function notStartedError(child: Child, what: string): SpillwayError {
  const lines = tailOfLog(child.logFile, 12);
  return new SpillwayError('SPW-1007', [`${child.name} ${what}. Log: ${child.logFile}`, ...lines].join('\n  '));
}
