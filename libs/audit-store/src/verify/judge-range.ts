import type { RangeProblem } from '@spillway/streaming';
import type { FoundRange, WrittenRange } from './written-range.js';

/** What is wrong with the rows of a range; undefined when they are as they were written. */
export function judgeRange(written: WrittenRange, found: FoundRange | undefined): RangeProblem | undefined {
  const { records = 0, positions = 0, sha256Hex } = found ?? {};
  if (records > written.records || records !== positions) return 'extra';
  if (records < written.records) return 'missing';
  if (sha256Hex === null) return 'unhashed';
  // Without rows there is nothing to hash.
  return records === 0 || sha256Hex === written.sha256Hex ? undefined : 'changed';
}
