import type { TopicPartition } from '@spillway/streaming';
import { isSettled } from './is-settled.js';
import type { Step } from './steps.js';

/** Longer than a commit's turn, so that what is done is noted everywhere. */
const commitTurnMs = 2_500;

/** The log uses up offsets that hold no record, as transaction markers and compaction do. */
export function offsetsAreSkipped({ topic, partition }: TopicPartition, count = 1): Step {
  return async (world) => {
    world.log.skipOffsets(topic, partition, count);
    world.journal.note(`${topic}/${partition} has no records at the next ${count} offsets`);
  };
}

/** Retention takes what the group has done by its commits; nothing while it has something to do, or its store has failed. */
export function logIsTrimmed(topic: string): Step {
  return async (world) => {
    await world.start();
    await world.advance(commitTurnMs);
    if (world.hasStoreFailed || !(await isSettled(world))) return;
    await world.advance(commitTurnMs);
    for (const { partition, offset } of await world.transport.admin().committed(world.options.group.name, [topic])) {
      world.log.trim(topic, partition, Number(offset));
      world.journal.note(`${topic}/${partition} begins at ${offset} by now`);
    }
  };
}

/**
 * All processes stop, the topic is deleted with what lies in it and recreated, and one process starts. Its partitions
 * go on when the group is to come to rest: then what it lost is accepted.
 */
export function topicIsRecreated(topic: string): Step {
  return async (world) => {
    await world.start();
    world.reconnect();
    while (world.members.length > 0) await world.leave();
    const { log, transport } = world;
    const { id, config, partitions } = log.topic(topic);
    world.recorder.forget(topic, id);
    log.deleteTopic(topic);
    await transport.admin().ensureTopics([{ name: topic, partitions: partitions.length, config }]);
    world.journal.note(`${topic} was deleted and recreated`);
    world.acceptsGaps = true;
    await world.join();
  };
}
