import { createInterface } from 'node:readline';
import { printResult } from './print-result.ts';

/** Says that this process is ready, and then gives one slice for each line that `measureAlternating` writes to it. */
export async function answerSlices(slice: () => Promise<object>): Promise<void> {
  printResult({});
  for await (const _ of createInterface({ input: process.stdin })) printResult(await slice());
}
