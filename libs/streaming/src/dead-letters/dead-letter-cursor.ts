import { SpillwayError } from '@spillway/events';
import type { TopicPartition } from '../ports/record.js';

/** Up to where, exclusive, each partition is still to be looked through. */
export type DeadLetterPositions = readonly (TopicPartition & { readonly before: number })[];

/** A page's end as opaque text. */
export function encodeDeadLetterCursor(positions: DeadLetterPositions): string {
  const rows = positions.map(({ topic, partition, before }) => [topic, partition, before]);
  return Buffer.from(JSON.stringify(rows)).toString('base64url');
}

/**
 * @param allowed the topics that the list is about
 * @throws SpillwayError `SPW-5208`
 */
export function decodeDeadLetterCursor(text: string, allowed: readonly string[]): DeadLetterPositions {
  try {
    const rows = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    if (Array.isArray(rows) && rows.every((row) => isRow(row, allowed)))
      return rows.map(([topic, partition, before]) => ({ topic, partition, before }));
  } catch {
    // As any other text that is none.
  }
  throw new SpillwayError('SPW-5208', 'The cursor is none of this list');
}

function isRow(row: unknown, allowed: readonly string[]): row is readonly [string, number, number] {
  if (!Array.isArray(row) || row.length !== 3) return false;
  const [topic, partition, before] = row as unknown[];
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  return allowed.includes(topic as string) && isCount(partition) && isCount(before);
}
