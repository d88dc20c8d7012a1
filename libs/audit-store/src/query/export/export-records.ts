import { SpillwayError } from '@spillway/events';
import type { ExportFormat, ExportQuery, RecordExport } from '@spillway/streaming';
import type { ReadRunner } from '../read-runner.js';
import { recordConditions } from '../record-conditions.js';
import { csvHead, csvLine, exportColumns, ndjsonLine } from './export-columns.js';
import { exportPages } from './export-pages.js';
import { planWindows, type ExportWindow, type HourCount } from './plan-windows.js';

/** What one export may hold: Parquet is made as a whole before its first byte. */
export interface ExportLimits {
  readonly maxRows: number;
  readonly pageRows: number;
}

export const exportLimits: ExportLimits = { maxRows: 5_000_000, pageRows: 20_000 };

/** @throws SpillwayError `SPW-7010` more records than one export may hold; see AuditQueries for the others */
export async function exportRecords(
  run: ReadRunner,
  query: ExportQuery,
  format: ExportFormat,
  { limits = exportLimits, signal }: { readonly limits?: ExportLimits; readonly signal?: AbortSignal | undefined } = {},
): Promise<RecordExport> {
  const hours = await countByHour(run, query, signal);
  const records = hours.reduce((sum, hour) => sum + hour.records, 0);
  if (records > limits.maxRows) throw tooMuch(records, limits.maxRows);
  if (format === 'parquet') return parquet(run, query, signal);
  return new TextExport(run, { query, format, limits, windows: planWindows(hours, limits.pageRows), signal });
}

function countByHour(run: ReadRunner, query: ExportQuery, signal?: AbortSignal): Promise<HourCount[]> {
  const { where, params } = recordConditions(query);
  return run.rows<HourCount>(
    {
      query: `SELECT toUnixTimestamp(toStartOfHour(timestamp)) * 1000 AS hourMs, count() AS records
        FROM audit_events ${where} GROUP BY hourMs ORDER BY hourMs`,
      params,
      doing: 'counting records to export',
    },
    signal,
  );
}

async function parquet(run: ReadRunner, query: ExportQuery, signal?: AbortSignal): Promise<RecordExport> {
  const { where, params } = recordConditions(query);
  return run.parquet(
    {
      query: `SELECT ${exportColumns} FROM (SELECT * FROM audit_events ${where}) AS r
        ORDER BY toStartOfHour(r.timestamp), r.topic, r.topicId, r.partition, r.offset`,
      params,
      doing: 'exporting records',
    },
    signal,
  );
}

interface TextExportOptions {
  readonly query: ExportQuery;
  readonly format: 'csv' | 'ndjson';
  readonly limits: ExportLimits;
  readonly windows: readonly ExportWindow[];
  readonly signal: AbortSignal | undefined;
}

/** Lines, page by page: never more than a page in memory, however slowly the reader takes them. */
class TextExport implements RecordExport {
  rows = 0;

  constructor(
    private readonly run: ReadRunner,
    private readonly options: TextExportOptions,
  ) {}

  get chunks(): AsyncIterable<Buffer> {
    return this.#chunks();
  }

  async *#chunks(): AsyncGenerator<Buffer> {
    const { query, format, limits, windows, signal } = this.options;
    const line = format === 'csv' ? csvLine : ndjsonLine;
    if (format === 'csv') yield Buffer.from(csvHead);
    for (const window of windows) {
      for await (const page of exportPages(this.run, { query, window, pageRows: limits.pageRows, signal })) {
        this.rows += page.length;
        if (this.rows > limits.maxRows) throw tooMuch(this.rows, limits.maxRows);
        yield Buffer.from(page.map(line).join(''));
      }
    }
  }
}

function tooMuch(records: number, maxRows: number): SpillwayError {
  return new SpillwayError('SPW-7010', `${records} records fit the filters, one export holds at most ${maxRows}`, {
    context: { records, maxRows },
  });
}
