import type { ByteWriter } from './byte-writer.js';
import { encodeDeliveryRow } from './delivery-columns.js';
import type { DeliveryRow } from './delivery-row.js';
import type { EncodedRows } from './encoded-rows.js';

export interface DeliveryInsertLimits {
  readonly maxRows: number;
  readonly maxBytes: number;
}

export const deliveryInsertLimits: DeliveryInsertLimits = { maxRows: 100_000, maxBytes: 32 * 1024 * 1024 };

/**
 * Rows as RowBinary of `deliveries`, insert by insert: never more than one of them in memory.
 *
 * @returns views into the writer, each valid until the next is asked for
 */
export function* encodeDeliveryInserts(
  writer: ByteWriter,
  rows: Iterable<DeliveryRow>,
  recordedAtMs: number,
  limits: DeliveryInsertLimits = deliveryInsertLimits,
): Generator<EncodedRows> {
  writer.reset();
  let starts: number[] = [];
  for (const row of rows) {
    starts.push(writer.length);
    encodeDeliveryRow(writer, row, recordedAtMs);
    if (starts.length < limits.maxRows && writer.length < limits.maxBytes) continue;
    yield { bytes: writer.view(), starts };
    writer.reset();
    starts = [];
  }
  if (starts.length > 0) yield { bytes: writer.view(), starts };
}
