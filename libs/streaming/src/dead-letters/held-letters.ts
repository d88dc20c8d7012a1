import type { LogReader } from '../ports/log-reader.js';
import type { LogRecord, TopicPartition } from '../ports/record.js';
import { readDeadLetterState } from '../retry/copies/retry-headers.js';
import type { RecordOrigin, RetryState } from '../retry/copies/retry-state.js';
import type { FirstHeld, HoldMarker } from '../retry/order/held-keys.js';
import { isHeldFrom } from '../retry/order/is-held-from.js';
import { eventName } from './event-name.js';
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
  /** Its present life. */
  readonly topicId: string | undefined;
  readonly signal: AbortSignal;
}

/** A letter that is sent back: of which event, and where it lies. */
interface PlacedLetter {
  readonly origin: RecordOrigin;
  readonly offset: number;
}

/**
 * The dead letters of a held key, in the order of its events, those of an earlier life of the topic first: one for each
 * event, the last where one died again. Those of an earlier time for which the key was held are left out; they came back
 * then. Where the letter with which the key began to be held is not there (a zombie has completed its event meanwhile, or
 * it was trimmed), all from the marker's event on are sent. Memory: for each letter the place of its event, and its own.
 *
 * @throws SpillwayError what `LogReader.read` throws
 */
export async function* heldLetters(query: HeldLettersQuery): AsyncGenerator<HeldLetter> {
  const { reader, topic, partition, topicId } = query;
  let page: readonly LogRecord[] = [];
  for (const { offset } of inOrder(await placedLetters(query), topicId)) {
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

async function placedLetters(query: HeldLettersQuery): Promise<readonly PlacedLetter[]> {
  const { key, marker, originTopic, topicId } = query;
  const { first } = marker;
  const from = { offset: marker.offset, topicId: marker.topicId ?? topicId };
  const byEvent = new Map<string, PlacedLetter>();
  let hasBegun = false;
  for await (const record of readForward(query)) {
    if (record.key === null || !record.key.equals(key)) continue;
    const state = readDeadLetterState(record);
    if ('forged' in state) continue;
    const { origin } = state;
    if (!hasBegun && first !== undefined && isFirst(state, first)) {
      hasBegun = true;
      byEvent.clear();
    }
    if ((hasBegun || isHeldFrom(from, origin, topicId)) && origin.topic === originTopic)
      byEvent.set(eventName(origin), { origin, offset: record.offset });
  }
  return [...byEvent.values()];
}

function isFirst({ origin, redriveCount = 0 }: RetryState, first: FirstHeld): boolean {
  if (origin.offset !== first.offset || redriveCount !== first.redriveCount) return false;
  return first.topicId === undefined || origin.topicId === undefined || origin.topicId === first.topicId;
}

/** The present life is the last one; among others the one comes first that has died first. */
function inOrder(letters: readonly PlacedLetter[], topicId: string | undefined): readonly PlacedLetter[] {
  const lives = [...new Set(letters.map(({ origin }) => origin.topicId ?? topicId))].filter((life) => life !== topicId);
  lives.push(topicId);
  const rankOf = ({ origin }: PlacedLetter): number => lives.indexOf(origin.topicId ?? topicId);
  return letters.toSorted(
    (one, other) => rankOf(one) - rankOf(other) || one.origin.offset - other.origin.offset || one.offset - other.offset,
  );
}
