import type { DeliveriesCompleted, DeliveryNoted } from '@spillway/events';
import type { DeliveryNote } from '../ports/delivery-ledger.js';
import { durationBoundsMs } from './duration-histogram.js';
import type { OpenRanges } from './open-ranges.js';

/** Who writes, and when. */
export interface LedgerWriting {
  readonly group: string;
  readonly appVersion: string;
  readonly instance: string;
  readonly nowMs: number;
}

const maxTextLength = 1_000;
const maxInt = 2 ** 31 - 1;

/** The contract's form of what completed in one partition. */
export function toDeliveriesCompleted(open: OpenRanges, writing: LedgerWriting): DeliveriesCompleted {
  const { topic, partition, topicId, count, durations, sinceMs } = open;
  return {
    group: writing.group,
    topic,
    topicId: topicId ?? null,
    partition,
    ranges: open.toArray(),
    count,
    explicitBoundsMs: durationBoundsMs,
    bucketCounts: durations.counts,
    durationSumUs: toMicroseconds(durations.sumMs),
    durationMaxUs: toMicroseconds(durations.maxMs),
    firstCompletedAt: new Date(sinceMs),
    recordedAt: new Date(writing.nowMs),
    appVersion: writing.appVersion,
    instance: writing.instance,
  };
}

/**
 * The contract's form of a note. Total: whatever the texts and numbers are, it can be encoded, or one of them could stop
 * the group.
 */
export function toDeliveryNoted(note: DeliveryNote, writing: LedgerWriting): DeliveryNoted {
  const { topic, partition, offset, topicId } = note;
  const origin = note.origin ?? { topic, partition, offset, topicId };
  return {
    group: writing.group,
    handler: textOrNull(note.handler),
    topic,
    partition,
    offset,
    lastOffset: note.lastOffset ?? offset,
    originTopic: bounded(origin.topic),
    originTopicId: textOrNull(origin.topicId),
    originPartition: origin.partition,
    originOffset: origin.offset,
    attempt: Math.trunc(inRange(note.attempt, maxInt)),
    outcome: note.outcome === 'dead-lettered' ? 'dead_lettered' : note.outcome,
    fromTier: textOrNull(note.fromTier),
    toTier: textOrNull(note.toTier),
    causeClass: textOrNull(note.causeClass),
    causeCode: textOrNull(note.causeCode),
    fingerprint: textOrNull(note.fingerprint),
    dependency: textOrNull(note.dependency),
    durationUs: toMicroseconds(note.durationMs),
    redriveJob: textOrNull(note.redriveJob),
    eventSource: textOrNull(note.eventSource),
    eventId: textOrNull(note.eventId),
    eventType: textOrNull(note.eventType),
    correlationId: textOrNull(note.correlationId),
    notedAt: new Date(writing.nowMs),
    appVersion: writing.appVersion,
    instance: writing.instance,
  };
}

/** An empty text says nothing. */
function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : bounded(text);
}

function bounded(text: string): string {
  return text.slice(0, maxTextLength).toWellFormed();
}

/** Whole numbers, because JSON and Avro agree on them to the last digit. */
function toMicroseconds(ms: number): number {
  return Math.round(inRange(ms * 1_000, Number.MAX_SAFE_INTEGER));
}

function inRange(value: number, max: number): number {
  return value > 0 ? Math.min(value, max) : 0;
}
