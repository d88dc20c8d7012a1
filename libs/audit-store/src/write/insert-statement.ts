import { stringLiteral } from '../connection/string-literal.js';
import { timeLimit } from '../connection/time-limit.js';
import type { BlockInsert } from './block-writer.js';

/**
 * The text of an insert. Settings stand in the statement because the embedded engine keeps any other for the next one.
 * One block per insert: a block is what is stored whole or not at all.
 */
export function insertStatement(insert: Omit<BlockInsert, 'bytes'>, infile?: string): string {
  const settings = [
    `insert_deduplication_token = ${stringLiteral(insert.token)}`,
    'async_insert = 0',
    'max_insert_block_size = 1000000',
    'min_insert_block_size_rows = 1000000',
    'min_insert_block_size_bytes = 0',
    'materialize_statistics_on_insert = 1',
    timeLimit('writer'),
  ].join(', ');
  const source = infile === undefined ? '' : `FROM INFILE ${stringLiteral(infile)} `;
  return `INSERT INTO ${insert.table} (${insert.columns.join(', ')}) ${source}SETTINGS ${settings} FORMAT RowBinary`;
}
