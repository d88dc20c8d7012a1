import { spillwayHeaders } from '@spillway/events';
import type { LogRecord, OutgoingRecord } from '../../ports/record.js';
import { epochLimits } from '../../retry/order/epoch-limits.js';
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
  const value =
    marker === undefined ? null : Buffer.from(JSON.stringify({ offset: marker.offset, first: marker.first }));
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
    const { offset, first } = JSON.parse(record.value.toString()) as { offset?: unknown; first?: unknown };
    if (!Number.isSafeInteger(offset)) return undefined;
    return { epoch, marker: { offset: offset as number, ...(isFirst(first) ? { first } : {}) } };
  } catch {
    return undefined;
  }
}

function isEpoch(epoch: number): boolean {
  return Number.isInteger(epoch) && epoch >= 0 && epoch <= epochLimits.believed;
}

function isFirst(first: unknown): first is FirstHeld {
  const { offset, redriveCount } = (first ?? {}) as Partial<Record<keyof FirstHeld, unknown>>;
  return Number.isSafeInteger(offset) && Number.isSafeInteger(redriveCount);
}
