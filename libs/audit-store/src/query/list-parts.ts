import type { PageCursors } from './page-cursor.js';
import type { ReadRunner } from './read-runner.js';

/** What a list is read with, page by page. */
export interface ListParts {
  readonly run: ReadRunner;
  readonly cursors: PageCursors;
  readonly nowMs: () => number;
}
