import { oneLine } from '../tables/one-line.js';
import { bytesText } from './bytes-text.js';
import { deliveriesScreen } from './deliveries-screen.js';
import type { DeliveryView, RecordDetailView } from './query-views.js';

const wide = 400;

/** All records of one event for people, and what became of them. */
export function eventScreen(records: readonly RecordDetailView[], deliveries: readonly DeliveryView[]): string {
  const blocks = records.map(recordBlock).join('\n');
  return deliveries.length === 0 ? blocks : `${blocks}\n${deliveriesScreen(deliveries)}`;
}

function recordBlock(record: RecordDetailView): string {
  const { topic, partition, offset, payload, valueBase64 } = record;
  const rows: readonly (readonly [string, unknown])[] = [
    ['record', `${topic}/${partition}/${offset}`],
    ['type', record.type],
    ['source', record.source],
    ['key', bytesText(record.key)],
    ['published', record.timestamp],
    ['happened', record.eventTime],
    ['correlation', record.correlationId],
    ['reason', record.reason],
    ...record.headers.map(({ name, value }) => ['header', `${name}: ${bytesText(value)}`] as const),
    ['value', payload === null ? (valueBase64 ? `base64:${valueBase64}` : record.kind) : JSON.stringify(payload)],
  ];
  return rows
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name.padEnd(12)} ${oneLine(value, wide)}\n`)
    .join('');
}
