import { SpillwayError } from '@spillway/events';
import type { TopicPartition } from '../ports/record.js';

/** Where a list of what waits goes on. */
export interface WaitingPosition extends TopicPartition {
  readonly offset: number;
}

/** A page's end as opaque text. */
export function encodeWaitingCursor({ topic, partition, offset }: WaitingPosition): string {
  return Buffer.from(JSON.stringify([topic, partition, offset])).toString('base64url');
}

/** @throws SpillwayError `SPW-5208` */
export function decodeWaitingCursor(text: string): WaitingPosition {
  try {
    const row = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    if (isRow(row)) return { topic: row[0], partition: row[1], offset: row[2] };
  } catch {
    // As any other text that is none.
  }
  throw new SpillwayError('SPW-5208', 'The cursor is none of this list');
}

function isRow(row: unknown): row is readonly [string, number, number] {
  if (!Array.isArray(row) || row.length !== 3) return false;
  const [topic, ...numbers] = row as unknown[];
  return typeof topic === 'string' && numbers.every((each) => Number.isSafeInteger(each) && (each as number) >= 0);
}
