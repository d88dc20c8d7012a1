import { SpillwayError } from '@spillway/events';
import { readRecords } from '../csv/read-records.js';
import { columns } from './columns.js';
import { OrderGrouper, type GroupedFile } from './order-grouper.js';

/** A file is grouped whole before anything of it is published: this bounds the memory (about 200 MB at the limit). */
const maxLinesPerFile = 1_000_000;

/**
 * Reads one file and groups it into orders.
 *
 * @throws SpillwayError `SPW-4090` unreadable · `SPW-4091` more than 1,000,000 lines
 */
export async function readOrderFile(path: string, signal: AbortSignal): Promise<GroupedFile> {
  const grouper = new OrderGrouper();
  for await (const records of readRecords(path, columns.length)) {
    signal.throwIfAborted();
    for (const record of records) grouper.add(record);
    if (grouper.lineCount > maxLinesPerFile) {
      throw new SpillwayError('SPW-4091', `${path} has more than ${maxLinesPerFile} lines: split it between invoices`);
    }
  }
  return grouper.finish();
}
