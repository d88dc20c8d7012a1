import { kafkajsInternals } from '../internals/kafkajs-internals.js';

const patched = Symbol.for('spillway.kafkajs.quietRequestQueue');

/**
 * Stops kafkajs from waking the process a thousand times a second. After the first response each of its connections
 * re-arms a timer with a negative delay (which Node takes as 1 ms and, from 24 on, warns about), to look at a queue that
 * is empty: 5 % of a core in an idle process. A request that does wait schedules the check by itself.
 */
export function quietRequestQueue(): void {
  const prototype = kafkajsInternals.RequestQueue.prototype as typeof kafkajsInternals.RequestQueue.prototype & {
    [patched]?: true;
  };
  if (prototype[patched]) return;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function scheduleOnlyWhenWaiting() {
    if (this.pending.length > 0) schedule.call(this);
  };
  prototype[patched] = true;
}
