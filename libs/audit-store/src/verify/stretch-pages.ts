import type { ReadRunner } from '../query/read-runner.js';
import { rowStretches, type RowStretch, type StretchQuestion } from './row-stretches.js';

/** All stretches of a partition, ascending, `limit` at a time: there may be more than an answer holds. */
export async function* stretchPages(
  run: ReadRunner,
  question: StretchQuestion,
  signal?: AbortSignal,
): AsyncGenerator<readonly RowStretch[]> {
  let { first } = question.params;
  for (;;) {
    const page = await rowStretches(run, { ...question, params: { ...question.params, first } }, signal);
    yield page;
    if (page.length < question.limit) return;
    first = page.at(-1)!.last + 1;
  }
}
