import { Turns } from '@spillway/streaming';
import type { ExclusiveWork, RunExclusively } from './run-exclusively.js';

/** For the embedded engine, whose tables belong to one process. */
export function exclusiveInProcess(): RunExclusively {
  const turns: Readonly<Record<ExclusiveWork, Turns>> = { migration: new Turns(1), 'roll-up': new Turns(1) };
  return (work, act, signal) => turns[work].run(() => act(signal), signal);
}
