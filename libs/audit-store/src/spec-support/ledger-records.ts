import { DeliveriesCompleted, DeliveryNoted, deliveriesTopic } from '@spillway/events';
import type { AuditBlock, AuditRow } from '@spillway/streaming';
import { auditRow, baseMs } from './audit-records.js';

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** A ledger record about ranges of plain successes; every value can be replaced. */
export function completedRow(offset: number, changes: Readonly<Record<string, unknown>> = {}): AuditRow {
  return ledgerRow(offset, DeliveriesCompleted.type, {
    group: 'inventory',
    topic: 'retail.orders',
    topicId: 'life-1',
    partition: 0,
    ranges: [{ first: 0, last: 9 }],
    count: 10,
    explicitBoundsMs: [1, 10],
    bucketCounts: [4, 6, 0],
    durationSumUs: 50_000,
    durationMaxUs: 9_000,
    firstCompletedAt: isoTime(baseMs + 100),
    recordedAt: isoTime(baseMs + 500),
    appVersion: '1.0.0',
    instance: 'host-1',
    ...changes,
  });
}

/** A ledger record about one delivery; every value can be replaced. */
export function notedRow(offset: number, changes: Readonly<Record<string, unknown>> = {}): AuditRow {
  return ledgerRow(offset, DeliveryNoted.type, {
    group: 'payments',
    handler: 'capturePayment',
    topic: 'retail.orders',
    partition: 0,
    offset: 3,
    lastOffset: 3,
    originTopic: 'retail.orders',
    originTopicId: 'life-1',
    originPartition: 0,
    originOffset: 3,
    attempt: 1,
    outcome: 'retried',
    fromTier: null,
    toTier: '1s',
    causeClass: 'TypeError',
    causeCode: null,
    fingerprint: 'v1:abc',
    dependency: null,
    durationUs: 20_000,
    redriveJob: null,
    eventSource: '/shop',
    eventId: 'event-3',
    eventType: 'retail.orders.OrderPlaced',
    correlationId: 'c-3',
    notedAt: isoTime(baseMs + 200),
    appVersion: '1.0.0',
    instance: 'host-1',
    ...changes,
  });
}

/** A block of the ledger's topic, one record after the other. */
export function ledgerBlock(rows: readonly AuditRow[], changes: Partial<AuditBlock> = {}): AuditBlock {
  const firstOffset = rows[0]!.offset;
  const lastOffset = rows.at(-1)!.offset;
  return { topic: deliveriesTopic, topicId: 'ledger-1', partition: 0, firstOffset, lastOffset, rows, ...changes };
}

function ledgerRow(offset: number, type: string, payload: object): AuditRow {
  const envelope = { id: `ledger-${offset}`, source: 'urn:spillway:group:x', type };
  return auditRow(offset, { envelope, payloadJson: Buffer.from(JSON.stringify(payload)) });
}
