import { kafkajsInternals, type OffsetCommit, type OffsetManagerPrototype } from '../internals/kafkajs-internals.js';

const patched = Symbol.for('spillway.kafkajs.preventLateCommits');

/**
 * Keeps kafkajs from trying a commit again once it is out of date. It tries for minutes, by whatever it is a member with
 * at each attempt: a commit begun before a rebalance lands after it, over those of the partition's new owner, and one
 * that failed lands over a newer one. Brokers check neither the owner nor that positions rise.
 */
export function preventLateCommits(): void {
  const prototype = kafkajsInternals.OffsetManager.prototype as OffsetManagerPrototype & { [patched]?: true };
  if (prototype[patched]) return;
  const commit = prototype.commitOffsets;
  const begunWith = new WeakMap<OffsetCommit, OffsetManagerPrototype>();
  const newestOf = new WeakMap<OffsetManagerPrototype, Map<string, OffsetCommit>>();
  prototype.commitOffsets = async function commitUnlessLate(offsets) {
    if (offsets === undefined) return commit.call(this, offsets);
    const newest = newestOf.get(this) ?? new Map<string, OffsetCommit>();
    newestOf.set(this, newest);
    if (!begunWith.has(offsets)) {
      begunWith.set(offsets, this);
      for (const partition of partitionsOf(offsets)) newest.set(partition, offsets);
    }
    if (begunWith.get(offsets) !== this) throw new LateCommit('the member has joined anew since');
    if (partitionsOf(offsets).some((partition) => newest.get(partition) !== offsets)) {
      throw new LateCommit('a newer one was sent since');
    }
    return commit.call(this, offsets);
  };
  prototype[patched] = true;
}

/** `retriable: false` is what makes kafkajs give up. */
class LateCommit extends Error {
  readonly retriable = false;

  constructor(why: string) {
    super(`A commit is not tried again: ${why}`);
  }
}

function partitionsOf({ topics }: OffsetCommit): string[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map(({ partition }) => `${topic}/${partition}`));
}
