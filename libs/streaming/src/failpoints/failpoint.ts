import { systemClock } from '../ports/clock.js';
import { ArmedFailpoints } from './armed-failpoints.js';
import type { FailpointName } from './failpoint-table.js';
import { parseFailpoints } from './parse-failpoints.js';

const asked = process.env['SPILLWAY_FAILPOINT'];
const armed =
  asked === undefined || asked === ''
    ? undefined
    : new ArmedFailpoints(parseFailpoints(asked), {
        signal: (signal) => process.kill(process.pid, signal),
        sleep: (delayMs) => systemClock.sleep(delayMs),
        block: (delayMs) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delayMs),
      });

/**
 * A place where a test may kill, stop, delay or fail this process: `SPILLWAY_FAILPOINT=name:nth:action`, read once when
 * the module is loaded. Without the variable it is an empty function, and there is nothing to await:
 *
 * ```ts
 * const held = failpoint('before-commit');
 * if (held !== undefined) await held;
 * ```
 *
 * @throws SpillwayError `SPW-5104` when the action is `throw`
 */
export const failpoint: (name: FailpointName) => Promise<void> | undefined =
  armed === undefined ? () => undefined : (name) => armed.visit(name);

/** The same where nothing can be awaited: a delay blocks the whole process. */
export const failpointSync: (name: FailpointName) => void =
  armed === undefined ? () => {} : (name) => armed.visitSync(name);
