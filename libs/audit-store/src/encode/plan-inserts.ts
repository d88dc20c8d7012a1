import { auditRowBytes, type AuditBlock, type AuditRow } from '@spillway/streaming';
import { clampTimestamp } from './clamp-timestamp.js';

const dayMs = 24 * 60 * 60 * 1000;

export interface InsertLimits {
  readonly maxRows: number;
  /** Table partitions are days; ClickHouse refuses more than 100 in one insert. */
  readonly maxDays: number;
  /** Bytes after which an insert is full; one row may exceed it. */
  readonly maxBytes: number;
}

export const insertLimits: InsertLimits = { maxRows: 100_000, maxDays: 90, maxBytes: 64 * 1024 * 1024 };

/** Cuts blocks into inserts within the limits; cut blocks stay contiguous, so each part is a block of its own. */
export function planInserts(
  blocks: readonly AuditBlock[],
  limits: InsertLimits = insertLimits,
): readonly AuditBlock[][] {
  const inserts: AuditBlock[][] = [];
  let current: AuditBlock[] = [];
  let rows = 0;
  let sizeBytes = 0;
  let days = new Set<number>();
  const flush = (): void => {
    if (current.length > 0) inserts.push(current);
    [current, rows, sizeBytes, days] = [[], 0, 0, new Set()];
  };
  for (const block of blocks) {
    let start = 0;
    for (const [index, row] of block.rows.entries()) {
      const day = dayOf(row);
      const isFull = rows === limits.maxRows || sizeBytes >= limits.maxBytes;
      if (isFull || (!days.has(day) && days.size === limits.maxDays)) {
        if (index > start) current.push(part(block, start, index));
        flush();
        start = index;
      }
      rows += 1;
      sizeBytes += block.meanRowBytes ?? auditRowBytes(row);
      days.add(day);
    }
    current.push(part(block, start, block.rows.length));
  }
  flush();
  return inserts;
}

function dayOf(row: AuditRow): number {
  return Math.floor(clampTimestamp(row.timestampMs) / dayMs);
}

/** Offsets without a record belong to the part before them. */
function part(block: AuditBlock, start: number, end: number): AuditBlock {
  const next = block.rows[end];
  return {
    ...block,
    firstOffset: start === 0 ? block.firstOffset : block.rows[start]!.offset,
    lastOffset: next === undefined ? block.lastOffset : next.offset - 1,
    rows: start === 0 && next === undefined ? block.rows : block.rows.slice(start, end),
  };
}
