import type { LogRecord, TopicPartition } from '@spillway/streaming';
import type { SourceProcess } from '../source-process.js';

/** What a member says before it goes on behind a gap. */
export function givingUp({ topic, partition }: TopicPartition, [first, last]: readonly [number, number]): string {
  return `gives up ${topic}/${partition} ${first} to ${last}`;
}

/** Whether a member has said so of the record. */
export function isGivenUp(
  { topic, partition, offset }: Pick<LogRecord, 'topic' | 'partition' | 'offset'>,
  members: readonly Pick<SourceProcess, 'said'>[],
): boolean {
  return members.some(({ said }) =>
    said.some((line) => {
      const [place, first, to, last] = line.replace(/^gives up /, '').split(' ');
      return place === `${topic}/${partition}` && to === 'to' && Number(first) <= offset && offset <= Number(last);
    }),
  );
}
