import { kafkajsInternals, type Cluster } from '../internals/kafkajs-internals.js';
import { FailedJoin } from './failed-join.js';

/** Of this copy of the library, as `ending` is: another in the process knows nothing of ours. */
const patched = Symbol('endOnFailedJoins');

/** The views of the cluster that our consumers have. */
const ending = new WeakSet<object>();

/**
 * Lets a consumer crash when it cannot join its group anew. kafkajs then goes on fetching by what it was assigned before,
 * which its owner has given up, and its heartbeats keep the group from giving the partitions to anybody; or it is no
 * member any more, and does not try again to become one.
 */
export function endOnFailedJoins(cluster: Cluster): void {
  ending.add(cluster);
  const prototype = kafkajsInternals.ConsumerGroup.prototype as typeof kafkajsInternals.ConsumerGroup.prototype & {
    [patched]?: true;
  };
  if (prototype[patched]) return;
  const { joinAndSync } = prototype;
  prototype.joinAndSync = function joinOrEnd() {
    const joining = joinAndSync.call(this);
    if (!ending.has(this.cluster)) return joining;
    return joining.catch((error: unknown) => {
      throw new FailedJoin(error);
    });
  };
  prototype[patched] = true;
}
