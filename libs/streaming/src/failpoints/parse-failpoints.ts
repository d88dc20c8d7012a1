import { SpillwayError } from '@spillway/events';
import { failpointTable, type FailpointName } from './failpoint-table.js';

export type FailpointAction =
  { readonly type: 'kill9' | 'throw' | 'stop' } | { readonly type: 'delay'; readonly delayMs: number };

export interface FailpointOrder {
  readonly name: FailpointName;
  /** At which visit of the process it happens, once; from 1. */
  readonly nth: number;
  readonly action: FailpointAction;
}

const form = /^([a-z0-9-]+):([1-9]\d{0,8}):(?:(kill9|throw|stop)|delay\(([1-9]\d{0,6})\))$/;

/**
 * Reads `name:nth:action`, several separated by commas. Actions: `kill9`, `throw`, `delay(<ms>)`, `stop` (SIGSTOP).
 *
 * @throws SpillwayError `SPW-5103` when any part is not exactly that
 */
export function parseFailpoints(text: string): readonly FailpointOrder[] {
  return text.split(',').map((part) => {
    const [, name, nth, action, delay] = form.exec(part) ?? [];
    if (name === undefined) throw invalid(part, 'is not name:nth:action');
    if (!Object.hasOwn(failpointTable, name)) throw invalid(part, 'names no failpoint');
    return {
      name: name as FailpointName,
      nth: Number(nth),
      action: delay === undefined ? { type: action as 'kill9' } : { type: 'delay', delayMs: Number(delay) },
    };
  });
}

function invalid(part: string, problem: string): SpillwayError {
  return new SpillwayError('SPW-5103', `SPILLWAY_FAILPOINT: '${part.slice(0, 200)}' ${problem}`);
}
