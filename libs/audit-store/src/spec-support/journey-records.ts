import type { StoredDelivery, StoredRecord } from '@spillway/streaming';
import { baseMs } from './audit-records.js';

/** A record as the store gives it; every value can be replaced. */
export function storedRecord(changes: Partial<StoredRecord> = {}): StoredRecord {
  return {
    topic: 'retail.orders',
    topicId: 'life-1',
    partition: 0,
    offset: 0n,
    timestampMs: baseMs,
    timestampClamped: false,
    eventTimeMs: null,
    recordedAtMs: baseMs + 1_000,
    key: null,
    eventId: 'e',
    source: '/shop',
    type: 'retail.orders.OrderPlaced',
    subject: null,
    correlationId: null,
    causationId: null,
    traceId: null,
    schemaId: null,
    kind: 'event',
    reason: null,
    valueSizeBytes: 6,
    ...changes,
  };
}

/** An entry of the ledger as the store gives it: a delivery of `storedRecord()` that ended `afterMs` after its publication. */
export function storedDelivery(afterMs: number, changes: Partial<StoredDelivery> = {}): StoredDelivery {
  return {
    groupId: 'payments',
    outcome: 'completed',
    isRange: false,
    topic: 'retail.orders',
    partition: 0,
    offset: 0n,
    lastOffset: 0n,
    origin: { topic: 'retail.orders', topicId: null, partition: 0, offset: 0n, lastOffset: 0n },
    handler: null,
    attempt: 1,
    fromTier: null,
    toTier: null,
    causeClass: null,
    causeCode: null,
    fingerprint: null,
    dependency: null,
    redriveJob: null,
    eventSource: null,
    eventId: null,
    eventType: null,
    correlationId: null,
    durationUs: 0,
    endedFromMs: baseMs + afterMs,
    endedToMs: baseMs + afterMs,
    timestampMs: baseMs + afterMs,
    appVersion: '1.0.0',
    instance: 'host-1',
    ledger: { topic: 'spillway.deliveries', topicId: 'ledger-1', partition: 0, offset: 0n, entry: 0 },
    ...changes,
  };
}
