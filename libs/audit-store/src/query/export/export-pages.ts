import { isSpillwayError } from '@spillway/events';
import type { ExportQuery } from '@spillway/streaming';
import { instant } from '../instant.js';
import type { ReadRunner } from '../read-runner.js';
import { recordConditions } from '../record-conditions.js';
import { exportColumns, type ExportRow } from './export-columns.js';
import type { ExportWindow } from './plan-windows.js';

interface PageRow extends ExportRow {
  readonly hourMs: number;
}

export interface ExportPagesOptions {
  readonly query: ExportQuery;
  readonly window: ExportWindow;
  readonly pageRows: number;
  readonly signal: AbortSignal | undefined;
}

const key = 'toStartOfHour(timestamp), toString(topic), toString(topicId), partition, offset';
const order = 'toStartOfHour(timestamp), topic, topicId, partition, offset';

/** The records of a window in the order in which they lie there, so that each page costs its own records only. */
export async function* exportPages(run: ReadRunner, options: ExportPagesOptions): AsyncGenerator<readonly ExportRow[]> {
  let { pageRows } = options;
  let last: PageRow | undefined;
  for (;;) {
    const page = await readPage(run, options, { pageRows, after: last }).catch((error: unknown) => {
      if (pageRows > 1 && isTooLarge(error)) return undefined;
      throw error;
    });
    if (page === undefined) {
      pageRows = Math.ceil(pageRows / 8);
      continue;
    }
    if (page.length > 0) yield page;
    if (page.length < pageRows) return;
    last = page.at(-1);
  }
}

function readPage(
  run: ReadRunner,
  { query, window, signal }: ExportPagesOptions,
  { pageRows, after }: { readonly pageRows: number; readonly after: PageRow | undefined },
): Promise<PageRow[]> {
  const { where, params } = recordConditions(query);
  const inWindow = `timestamp >= ${instant('windowFrom')} AND timestamp < ${instant('windowTo')}`;
  const conditions = [where.replace('WHERE ', ''), inWindow, after === undefined ? '' : behind].filter(
    (sql) => sql !== '',
  );
  return run.rows<PageRow>(
    {
      query: `SELECT ${exportColumns}, toUnixTimestamp(toStartOfHour(r.timestamp)) * 1000 AS hourMs
        FROM (SELECT * FROM audit_events WHERE ${conditions.join(' AND ')}
          ORDER BY ${order} LIMIT {pageRows:UInt32}) AS r
        ORDER BY hourMs, r.topic, r.topicId, r.partition, r.offset`,
      params: { ...params, windowFrom: window.fromMs, windowTo: window.toMs, pageRows, ...positionOf(after) },
      doing: 'exporting records',
    },
    signal,
  );
}

/** The hour alone lets ClickHouse skip what lies before; the tuple says exactly. */
const behind = `timestamp >= ${instant('after_hour')} AND (${key}) > (toDateTime(${instant('after_hour')}, 'UTC'),
  {after_topic:String}, {after_topicId:String}, {after_partition:UInt32}, {after_offset:UInt64})`;

function positionOf(after: PageRow | undefined): Readonly<Record<string, unknown>> {
  if (after === undefined) return {};
  const { hourMs, topic, topicId, partition, offset } = after;
  return {
    after_hour: hourMs,
    after_topic: topic,
    after_topicId: topicId,
    after_partition: partition,
    after_offset: offset,
  };
}

/** TOO_MANY_ROWS_OR_BYTES: large records; fewer of them may fit. */
function isTooLarge(error: unknown): boolean {
  const cause = isSpillwayError(error) ? (error.cause as { readonly code?: unknown } | undefined) : undefined;
  return String(cause?.code) === '396';
}
