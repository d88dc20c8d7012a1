import { SpillwayError } from '@spillway/events';
import type { EncodedRows } from '../encode/encoded-rows.js';
import type { BlockInsert, BlockWriter } from './block-writer.js';
import { insertVerdict } from './insert-failures.js';

export interface RefusedIndex {
  /** Of the row, in the order of the insert. */
  readonly index: number;
  /** ClickHouse's name of the error; never a value of the row. */
  readonly reason: string;
}

/** As many refusals of one insert tell enough: with more of them the table is wrong rather than the rows. */
const maxRefusedRows = 100;

/**
 * Inserts rows; those that ClickHouse refuses for what they hold are found by halving, and all others are in when it
 * resolves. Every part has a token of its own: ClickHouse would drop it if it had seen the token with other rows.
 *
 * @returns the refused rows, ascending
 * @throws SpillwayError `SPW-7011` more than 100 rows are refused · what the writer throws for any other reason
 */
export async function insertBisecting(
  writer: BlockWriter,
  target: Omit<BlockInsert, 'bytes'>,
  rows: EncodedRows,
): Promise<readonly RefusedIndex[]> {
  const refused: RefusedIndex[] = [];
  const insert = async (first: number, end: number): Promise<void> => {
    const isWhole = first === 0 && end === rows.starts.length;
    const token = isWhole ? target.token : `${target.token}+${first}-${end}`;
    try {
      await writer.insert({ ...target, token, bytes: bytesOf(rows, first, end) });
    } catch (error) {
      if (insertVerdict(error) === 'wait') throw error;
      if (end - first > 1) {
        const middle = (first + end) >>> 1;
        await insert(first, middle);
        await insert(middle, end);
        return;
      }
      refused.push({ index: first, reason: reasonOf(error) });
      if (refused.length > maxRefusedRows) throw tooMany(target.table, refused, error);
    }
  };
  if (rows.starts.length > 0) await insert(0, rows.starts.length);
  return refused;
}

function bytesOf({ bytes, starts }: EncodedRows, first: number, end: number): Buffer {
  return bytes.subarray(starts[first], starts[end] ?? bytes.length);
}

function reasonOf(error: unknown): string {
  const { type, code } = error as { readonly type?: string; readonly code?: string };
  return type ?? String(code);
}

function tooMany(table: string, refused: readonly RefusedIndex[], cause: unknown): SpillwayError {
  const { reason } = refused[0]!;
  const detail = `ClickHouse refused more than ${maxRefusedRows} rows of one insert: ${reason}`;
  return new SpillwayError('SPW-7011', detail, { cause, context: { table, reason } });
}
