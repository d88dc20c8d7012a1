import { oneLine } from '../tables/one-line.js';
import type { TailedRecord } from './tailed-record.js';

const wide = 400;

/** `09:12:04.118  3/171  17850  OrderPlaced  {"invoiceNo":"536365",…}` */
export function tailLine(record: TailedRecord): string {
  const { time, partition, offset, key, type, data, undecodable, valueBase64 } = record;
  const keyText = key === null ? '' : typeof key === 'string' ? key : `base64:${key.base64}`;
  const value =
    undecodable === undefined ? dataText(data) : `undecodable (${oneLine(undecodable, 120)}) base64:${valueBase64}`;
  const cells = [
    time.slice('2026-11-26T'.length, -1),
    `${partition}/${offset}`.padEnd(8),
    oneLine(keyText, 24).padEnd(8),
    oneLine(type?.replace(/.*\./, '') ?? ''),
    oneLine(value, wide),
  ];
  return `${cells.join('  ').trimEnd()}\n`;
}

function dataText(data: unknown): string {
  return data === null ? 'tombstone' : JSON.stringify(data);
}
