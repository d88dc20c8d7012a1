import type { AuditBlock, AuditRow, LoggedPartition } from '@spillway/streaming';

/** 2026-03-01T10:00:00Z: any fixed moment. */
export const baseMs = Date.UTC(2026, 2, 1, 10);

/** A record that decodes; every value can be replaced. */
export function auditRow(offset: number, changes: Partial<AuditRow> = {}): AuditRow {
  return {
    offset,
    timestampMs: baseMs + offset,
    key: Buffer.from(`customer-${offset % 3}`),
    value: Buffer.from([0, 0, 0, 0, 7, offset % 256]),
    headers: { ce_id: `event-${offset}`, ce_source: '/shop' },
    envelope: { id: `event-${offset}`, source: '/shop', type: 'retail.orders.OrderPlaced', time: isoTime(offset) },
    schemaId: 7,
    payloadJson: Buffer.from(JSON.stringify({ invoiceNo: `${offset}` })),
    kind: 'event',
    reason: null,
    ...changes,
  };
}

/** A block of records `first` to `last`, all of them there. */
export function auditBlock(first: number, last: number, changes: Partial<AuditBlock> = {}): AuditBlock {
  const rows = Array.from({ length: last - first + 1 }, (_, index) => auditRow(first + index));
  return {
    topic: 'retail.orders',
    topicId: 'life-1',
    partition: 0,
    firstOffset: first,
    lastOffset: last,
    rows,
    ...changes,
  };
}

export function loggedPartition(changes: Partial<LoggedPartition> = {}): LoggedPartition {
  return { topic: 'retail.orders', topicId: 'life-1', partition: 0, beginOffset: 0n, endOffset: 0n, ...changes };
}

function isoTime(offset: number): string {
  return new Date(baseMs - 60_000 + offset).toISOString();
}
