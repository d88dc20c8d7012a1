import { kafkajsInternals, type Cluster } from '../internals/kafkajs-internals.js';
import { FailedJoin } from './failed-join.js';
import { LateJoin } from './late-join.js';

/** Of this copy of the library, as `lives` is: another in the process knows nothing of ours. */
const patched = Symbol('preventLateJoins');

/** Fires when the life of a consumer is over, by the view of the cluster that it has. */
const lives = new WeakMap<object, AbortSignal>();

/**
 * Keeps a consumer that was given up from joining its group after all. kafkajs stops one that is running; one that still
 * waits to join goes on: it becomes a member that owns partitions, fetches, and gives what it fetched to nobody.
 *
 * And lets one crash that cannot join. kafkajs then goes on fetching by what it was assigned before, which its owner has
 * given up, and its heartbeats keep the group from giving the partitions to anybody; or it is no member any more, and does
 * not try again to become one.
 *
 * @param over fires when it is given up
 */
export function preventLateJoins(cluster: Cluster, over: AbortSignal): void {
  lives.set(cluster, over);
  const { findGroupCoordinator } = cluster;
  // Each try to join begins with it, and kafkajs makes 45 of them.
  cluster.findGroupCoordinator = (group) =>
    over.aborted ? Promise.reject(new LateJoin()) : findGroupCoordinator.call(cluster, group);
  leaveAfterLateJoins();
}

/** Its request may have been on its way, or it may be a member that has yet to be told its partitions. */
function leaveAfterLateJoins(): void {
  const prototype = kafkajsInternals.ConsumerGroup.prototype as typeof kafkajsInternals.ConsumerGroup.prototype & {
    [patched]?: true;
  };
  if (prototype[patched]) return;
  const { joinAndSync } = prototype;
  prototype.joinAndSync = async function joinUnlessOver() {
    const isOver = (): boolean => lives.get(this.cluster)?.aborted === true;
    // One await and no more: the join was told already, and until kafkajs gets on from here it sends no commits.
    try {
      await joinAndSync.call(this);
    } catch (error) {
      if (!lives.has(this.cluster)) throw error;
      if (!isOver()) throw new FailedJoin(error);
    }
    if (!isOver()) return;
    // Without it the group waits for the session to end.
    await this.leave().catch(() => {});
    throw new LateJoin();
  };
  prototype[patched] = true;
}
