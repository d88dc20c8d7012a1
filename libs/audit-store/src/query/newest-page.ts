import { cutPage } from './cut-page.js';
import type { ListParts } from './list-parts.js';
import { newestWindows, type TimeWindow } from './newest-windows.js';
import type { PagePosition } from './page-cursor.js';
import { readNewest } from './read-newest.js';
import type { ReadStatement } from './read-runner.js';

/** What a page of any list is asked by, beside its filters. */
interface PageQuery extends TimeWindow {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface NewestList<Row> {
  /** Its name, for cursors. */
  readonly list: string;
  readonly query: PageQuery;
  /** False for what is found by an index of its own: that is one question, whatever its time. */
  readonly liesByTime: boolean;
  /** Of all statements of the page together; that of its reader unless told. */
  readonly maxExecutionTimeMs?: number | undefined;
  /** The statement for rows of the window behind that position, newest first; `{limit:UInt32}` of them. */
  statement(window: TimeWindow, after: PagePosition | undefined): ReadStatement;
  positionOf(row: Row): PagePosition;
}

export interface NewestPage<Row> {
  readonly rows: readonly Row[];
  /** Null where nothing follows. */
  readonly nextCursor: string | null;
}

/**
 * One page of a list, newest first. Pages go by position, not by number: what arrives meanwhile moves nothing.
 *
 * @throws SpillwayError `SPW-7006` a cursor of another question · as `ReadRunner.rows`
 */
export async function newestPage<Row>(
  { run, cursors, nowMs }: ListParts,
  { list, query, liesByTime, maxExecutionTimeMs = run.limits.maxExecutionTimeMs, ...of }: NewestList<Row>,
  signal?: AbortSignal,
): Promise<NewestPage<Row>> {
  const question = { list, filters: query };
  const { fromMs, toMs, cursor, limit } = query;
  const after = cursor === undefined ? undefined : cursors.read(question, cursor);
  const newestMs = Math.min(after?.timeMs ?? Infinity, nowMs());
  const windows = liesByTime ? newestWindows(query, newestMs) : [{ fromMs, toMs }];
  const asked = { windows, limit: limit + 1, maxExecutionTimeMs, nowMs };
  const rows = await readNewest(asked, (window, limits) => {
    const { params, ...statement } = of.statement(window, after);
    const { maxExecutionTimeMs: leftMs } = limits;
    return run.rows<Row>(
      { ...statement, params: { ...params, limit: limits.limit }, maxExecutionTimeMs: leftMs },
      signal,
    );
  });
  const { page, lastBeforeMore: last } = cutPage(rows, limit);
  return { rows: page, nextCursor: last === undefined ? null : cursors.write(question, of.positionOf(last)) };
}
