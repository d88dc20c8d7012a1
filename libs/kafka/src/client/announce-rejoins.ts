import { kafkajsInternals, type Cluster } from '../internals/kafkajs-internals.js';

/** Of this copy of the library, as `told` is: another in the process knows nothing of ours. */
const patched = Symbol('announceRejoins');

/** The views of the cluster that our consumers have. */
const told = new WeakSet<object>();

/**
 * Lets a consumer say REBALANCING before it joins its group anew, whatever for. When kafkajs finds that a topic has other
 * partitions, or that one has another leader, it joins without a word: what was done since the last commit is then too late
 * to be committed, and done again.
 */
export function announceRejoins(cluster: Cluster): void {
  told.add(cluster);
  const prototype = kafkajsInternals.ConsumerGroup.prototype as typeof kafkajsInternals.ConsumerGroup.prototype & {
    [patched]?: true;
  };
  if (prototype[patched]) return;
  const { joinAndSync } = prototype;
  prototype.joinAndSync = function joinWithAWord() {
    const { groupId, memberId, instrumentationEmitter } = this;
    // Without an id it is no member yet, or not any more.
    if (told.has(this.cluster) && memberId) instrumentationEmitter.emit('consumer.rebalancing', { groupId, memberId });
    return joinAndSync.call(this);
  };
  prototype[patched] = true;
}
