import { spillwayHeaders as names } from '@spillway/events';
import type { LogRecord, RecordHeaders } from '../../ports/record.js';
import { controlInteger, controlText, ForgedHeader, present } from './control-header.js';
import { epochLimits } from '../order/epoch-limits.js';
import { firstState, type RetryState } from './retry-state.js';

/** What a record must be to be believed. */
export interface RetryExpectation {
  readonly group: string;
  /** The topic the group reads, also for records of its tiers. */
  readonly topic: string;
  /** Its present life, when known. */
  readonly topicId?: string | undefined;
  /** 0: the record lies in that topic; 1, 2, …: in that tier. */
  readonly tier: number;
}

/** Control headers nobody believes: the record is a dead letter, for this reason. Values are not repeated in it. */
export interface ForgedHeaders {
  readonly forged: string;
}

/** Handlers answer each other in a loop: the record is a dead letter. */
export interface LoopFound {
  readonly loop: number;
}

export const maxHops = 32;
/** What only a copy may carry. */
const copyControls = [
  names.attempt,
  names.originOffset,
  names.originTopic,
  names.epoch,
  names.held,
  names.redriveJob,
] as const;
/** Every header that tells how a record of a tier is treated. */
export const retryHeaderNames: readonly string[] = [
  names.originTopic,
  names.originTopicId,
  names.originPartition,
  names.originOffset,
  names.originTimestamp,
  names.group,
  names.attempt,
  names.held,
  names.epoch,
  names.hops,
  names.redriveJob,
  names.redriveCount,
  names.firstFailedAt,
  names.clockProbe,
];
/** Of all control headers; in lower case, as they are written. */
const prefix = 'spillway-';

/** As `Date.toISOString` writes it. */
const isoForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

const offsets = { min: 0, max: Number.MAX_SAFE_INTEGER - 1 };
const partitions = { min: 0, max: 2 ** 31 - 1 };
const timestamps = { min: -(2 ** 63), max: 2 ** 63 };
const attempts = { min: 0, max: 1_000 };
const epochs = { min: 1, max: epochLimits.believed };
const hopCounts = { min: 0, max: 1_000_000 };
const redriveCounts = { min: 1, max: 1_000 };

/**
 * Reads the control headers of a record of the group's topic or of one of its tiers.
 *
 * In the topic itself only the hop count may stand, and a record without it costs a few look-ups; in a tier everything
 * must be there and name this group, this topic and this partition.
 *
 * @returns undefined for a plain record of the topic
 */
export function readRetryHeaders(
  record: LogRecord,
  expected: RetryExpectation,
): RetryState | ForgedHeaders | LoopFound | undefined {
  if (expected.tier === 0 && isPlain(record.headers)) return undefined;
  try {
    const state = expected.tier === 0 ? readSource(record, expected) : readCopy(record, expected);
    return state.hops > maxHops ? { loop: state.hops } : state;
  } catch (error) {
    if (error instanceof ForgedHeader) return { forged: error.message };
    throw error;
  }
}

/** The control headers of a copy in this state. */
export function writeRetryHeaders(state: RetryState): Readonly<Record<string, string>> {
  const { origin, group, attempt, held, epoch, hops, redriveJob, redriveCount, firstFailedAt } = state;
  const headers: Record<string, string> = {};
  headers[names.originTopic] = origin.topic;
  headers[names.originPartition] = String(origin.partition);
  headers[names.originOffset] = String(origin.offset);
  headers[names.originTimestamp] = integerText(origin.timestampMs);
  headers[names.group] = group;
  // Whatever was counted, what is written is believed.
  headers[names.attempt] = String(Math.min(attempt, attempts.max));
  if (origin.topicId !== undefined) headers[names.originTopicId] = origin.topicId;
  if (held) headers[names.held] = 'true';
  if (epoch !== undefined) headers[names.epoch] = String(epoch);
  if (hops > 0) headers[names.hops] = String(hops);
  if (redriveJob !== undefined) headers[names.redriveJob] = redriveJob;
  if (redriveCount !== undefined) headers[names.redriveCount] = String(redriveCount);
  if (firstFailedAt !== undefined) headers[names.firstFailedAt] = firstFailedAt;
  return headers;
}

/** Looks for what would change how the record is treated; everything else of ours is never read here. */
function isPlain(headers: RecordHeaders): boolean {
  for (const name in headers) if (name.startsWith(prefix)) return isUncontrolled(headers);
  return true;
}

function isUncontrolled(headers: RecordHeaders): boolean {
  return headers[names.hops] === undefined && copyControls.every((name) => headers[name] === undefined);
}

function readSource(record: LogRecord, { group, topicId }: RetryExpectation): RetryState {
  const { headers } = record;
  for (const name of copyControls) {
    if (headers[name] !== undefined) throw new ForgedHeader(name, 'stands in a record that is no copy');
  }
  return firstState(record, { group, topicId, hops: controlInteger(headers, names.hops, hopCounts) ?? 0 });
}

/**
 * Reads the control headers of a dead letter, of whatever group and topic it says it is. What waits in a tier has to say
 * more, since it is acted upon.
 */
export function readDeadLetterState({ headers }: LogRecord): RetryState | ForgedHeaders {
  try {
    return readState(headers);
  } catch (error) {
    if (error instanceof ForgedHeader) return { forged: error.message };
    throw error;
  }
}

function readCopy({ headers, partition }: LogRecord, { group, topic }: RetryExpectation): RetryState {
  const state = readState(headers);
  const { origin, attempt, held, epoch } = state;
  if (origin.topic !== topic) throw new ForgedHeader(names.originTopic, 'is not the topic this tier belongs to');
  if (origin.partition !== partition) throw new ForgedHeader(names.originPartition, 'is not the partition it lies in');
  if (state.group !== group) throw new ForgedHeader(names.group, 'is not the group that reads it');
  if (state.redriveJob === undefined) {
    present(names.epoch, epoch);
    if (attempt === 0 && !held)
      throw new ForgedHeader(names.attempt, 'is 0 in a copy that is neither held nor redriven');
  }
  return state;
}

function readState(headers: RecordHeaders): RetryState {
  const topicId = controlText(headers, names.originTopicId);
  const origin = {
    topic: present(names.originTopic, controlText(headers, names.originTopic)),
    partition: present(names.originPartition, controlInteger(headers, names.originPartition, partitions)),
    offset: present(names.originOffset, controlInteger(headers, names.originOffset, offsets)),
    timestampMs: present(names.originTimestamp, controlInteger(headers, names.originTimestamp, timestamps)),
    ...(topicId === undefined ? {} : { topicId }),
  };
  const group = present(names.group, controlText(headers, names.group));
  const attempt = present(names.attempt, controlInteger(headers, names.attempt, attempts));
  const held = readHeld(headers);
  const epoch = controlInteger(headers, names.epoch, epochs);
  const hops = controlInteger(headers, names.hops, hopCounts) ?? 0;
  return { origin, group, attempt, held, epoch, hops, ...readRedrive(headers), ...readFirstFailure(headers) };
}

function readHeld(headers: RecordHeaders): boolean {
  const text = controlText(headers, names.held);
  if (text !== undefined && text !== 'true' && text !== 'false')
    throw new ForgedHeader(names.held, 'is no truth value');
  return text === 'true';
}

function readRedrive(headers: RecordHeaders): Pick<RetryState, 'redriveJob' | 'redriveCount'> | undefined {
  const redriveJob = controlText(headers, names.redriveJob);
  const redriveCount = controlInteger(headers, names.redriveCount, redriveCounts);
  if (redriveJob === undefined) return undefined;
  return { redriveJob, redriveCount: redriveCount ?? 1 };
}

function readFirstFailure(headers: RecordHeaders): Pick<RetryState, 'firstFailedAt'> | undefined {
  const firstFailedAt = controlText(headers, names.firstFailedAt);
  if (firstFailedAt === undefined) return undefined;
  if (!isoForm.test(firstFailedAt))
    throw new ForgedHeader(names.firstFailedAt, 'is no RFC 3339 time in UTC with milliseconds');
  return { firstFailedAt };
}

/** Timestamps may lie beyond 2^53, where numbers are written with all digits only as integers. */
function integerText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : BigInt(Math.trunc(value)).toString();
}
