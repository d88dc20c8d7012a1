import { SpillwayError } from '@spillway/events';
import { progressLines } from '../progress/progress-lines.ts';
import { refusalText } from '../terminal/refusal-text.ts';
import type { Screen } from '../terminal/screen.ts';
import { summaryOf } from './summary.ts';
import type { WatchResult } from '../progress/watch-run.ts';

interface EndOptions {
  readonly screen: Screen;
  readonly output: 'text' | 'json';
  readonly elapsedMs: number;
}

/** Shows the totals, as a document or as lines, and what was left when the time was over. */
export function reportEnd(result: WatchResult, { screen, output, elapsedMs }: EndOptions): void {
  if (output === 'json') screen.document(summaryOf(result.status, elapsedMs));
  else screen.notice(['', ...progressLines(result.status), `  in ${(elapsedMs / 1000).toFixed(1)} s`].join('\n'));
  if (result.type === 'drained') return;
  screen.notice(refusalText(new SpillwayError('SPW-1008', `Not drained: ${result.waitingFor.join(', ')}.`)));
}
