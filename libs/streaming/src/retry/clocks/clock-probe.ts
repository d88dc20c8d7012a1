import { spillwayHeaders } from '@spillway/events';
import type { LogRecord, OutgoingRecord, TopicPartition } from '../../ports/record.js';

/** A record that says nothing: the answer to its append tells the time of the broker that leads the partition. */
export function clockProbe({ topic, partition }: TopicPartition): OutgoingRecord {
  return { topic, partition, key: null, value: null, headers: { [spillwayHeaders.clockProbe]: 'true' }, mayWait: true };
}

/** Whether a record of a tier is one; whoever forges one loses nothing by it, since it holds nothing. */
export function isClockProbe({ key, value, headers }: LogRecord): boolean {
  return value === null && key === null && headers[spillwayHeaders.clockProbe] !== undefined;
}
