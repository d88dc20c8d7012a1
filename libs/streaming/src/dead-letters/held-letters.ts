import type { LogReader } from '../ports/log-reader.js';
import type { LogRecord, TopicPartition } from '../ports/record.js';
import type { HoldMarker } from '../retry/order/held-keys.js';
import { readDeadLetterState } from '../retry/copies/retry-headers.js';
import type { RetryState } from '../retry/copies/retry-state.js';
import { readForward } from './read-forward.js';

export interface HeldLetter {
  readonly record: LogRecord;
  readonly state: RetryState;
}

export interface HeldLettersQuery extends TopicPartition {
  readonly reader: LogReader;
  readonly key: Buffer;
  readonly marker: HoldMarker;
  /** The topic the group reads: others' letters are not sent to its tiers. */
  readonly originTopic: string;
  readonly topicId: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * The dead letters of a held key, in the order of its events: one for each event, the last where one died again. Those
 * of an earlier time for which the key was held are left out; they came back then. Memory: two numbers per letter.
 *
 * @throws SpillwayError what `LogReader.read` throws
 */
export async function* heldLetters(query: HeldLettersQuery): AsyncGenerator<HeldLetter> {
  const { reader, topic, partition } = query;
  const offsets = await offsetsByOrigin(query);
  const inOrder = [...offsets].toSorted(([one], [other]) => one - other).map(([, offset]) => offset);
  let page: readonly LogRecord[] = [];
  for (const offset of inOrder) {
    let record = page.find((each) => each.offset === offset);
    if (record === undefined) {
      page = (await reader.read({ topic, partition, fromOffset: offset, maxRecords: 200, maxBytes: 1_048_576 }))
        .records;
      record = page.find((each) => each.offset === offset);
    }
    const state = record === undefined ? undefined : readDeadLetterState(record);
    if (record !== undefined && state !== undefined && !('forged' in state)) yield { record, state };
  }
}

async function offsetsByOrigin(query: HeldLettersQuery): Promise<ReadonlyMap<number, number>> {
  const { key, marker, originTopic, topicId } = query;
  const offsets = new Map<number, number>();
  let hasBegun = marker.first === undefined;
  for await (const record of readForward(query)) {
    if (record.key === null || !record.key.equals(key)) continue;
    const state = readDeadLetterState(record);
    if ('forged' in state || isOtherLife(state, topicId)) continue;
    const { origin, redriveCount = 0 } = state;
    hasBegun ||= origin.offset === marker.first!.offset && redriveCount === marker.first!.redriveCount;
    const isHeld = marker.first === undefined ? origin.offset >= marker.offset : hasBegun;
    if (isHeld && origin.topic === originTopic) offsets.set(origin.offset, record.offset);
  }
  return offsets;
}

function isOtherLife({ origin }: RetryState, topicId: string | undefined): boolean {
  return topicId !== undefined && origin.topicId !== undefined && origin.topicId !== topicId;
}
