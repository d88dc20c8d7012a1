import type { Random } from '../random.ts';
import { randomChange } from './random-change.ts';

/**
 * Schemas that differ, writer and reader.
 *
 * @param reads whether the second reads what the first writes, as the check of contracts has it
 */
export function evolvedPairs(
  random: Random,
  count: number,
  reads: (writer: unknown, reader: unknown) => boolean,
): readonly (readonly [writer: unknown, reader: unknown])[] {
  const pairs: (readonly [unknown, unknown])[] = [];
  while (pairs.length < count) {
    const { history, proposed } = randomChange(random);
    const [older] = history;
    for (const [writer, reader] of [
      [older, proposed],
      [proposed, older],
    ]) {
      if (JSON.stringify(writer) !== JSON.stringify(reader) && reads(writer, reader)) pairs.push([writer, reader]);
    }
  }
  return pairs;
}
