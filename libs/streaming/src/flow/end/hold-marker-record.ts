import { spillwayHeaders } from '@spillway/events';
import type { LogRecord, OutgoingRecord } from '../../ports/record.js';
import { epochLimits } from '../../retry/order/epoch-limits.js';
import type { EventPlace } from '../../retry/order/event-place.js';
import type { FirstHeld, HoldMarker } from '../../retry/order/held-keys.js';

/** What a dead letter holds: its key, whatever the order of the group; a record without key holds nothing. */
export function holdKeyOf({ key }: Pick<LogRecord, 'key'>): string | undefined {
  return key?.toString('latin1');
}

/** A marker as it lies in the topic of holds: the key, and which event of it was given up first; without one the key is free. */
export function holdMarkerRecord(
  topic: string,
  { key, partition }: Pick<LogRecord, 'key' | 'partition'>,
  marker: Omit<HoldMarker, 'epoch'> | undefined,
  epoch: number,
): OutgoingRecord {
  const value = marker === undefined ? null : valueOf(marker);
  return { topic, partition, key, value, headers: { [spillwayHeaders.epoch]: String(epoch) }, mayWait: true };
}

/** What a record of that topic says; a record without a value releases its key. Anything unreadable says nothing. */
export function readHoldMarker(
  record: LogRecord,
): { readonly epoch: number | undefined; readonly marker: Omit<HoldMarker, 'epoch'> | undefined } | undefined {
  const epochText = record.headers[spillwayHeaders.epoch]?.toString();
  const epoch = epochText === undefined ? undefined : Number(epochText);
  if (epoch !== undefined && !isEpoch(epoch)) return undefined;
  if (record.value === null) return { epoch, marker: undefined };
  try {
    const read = JSON.parse(record.value.toString()) as { readonly first?: unknown };
    if (!isPlace(read)) return undefined;
    const { offset, topicId, first } = read;
    return { epoch, marker: { offset, topicId, ...(isFirst(first) ? { first } : {}) } };
  } catch {
    return undefined;
  }
}

function isEpoch(epoch: number): boolean {
  return Number.isInteger(epoch) && epoch >= 0 && epoch <= epochLimits.believed;
}

function valueOf({ offset, topicId, first }: Omit<HoldMarker, 'epoch'>): Buffer {
  return Buffer.from(JSON.stringify({ offset, topicId, first }));
}

function isPlace(place: unknown): place is EventPlace {
  const { offset, topicId } = (place ?? {}) as Partial<Record<keyof EventPlace, unknown>>;
  return Number.isSafeInteger(offset) && (topicId === undefined || typeof topicId === 'string');
}

function isFirst(first: unknown): first is FirstHeld {
  return isPlace(first) && Number.isSafeInteger((first as Partial<Record<keyof FirstHeld, unknown>>).redriveCount);
}
