import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import type { ClickHouseClient } from '@clickhouse/client';
import { SpillwayError } from '@spillway/events';
import type { AuditConnections } from '../connection/audit-connections.js';
import { markedStatement } from '../connection/marked-statement.js';
import { statementLimitsMs } from '../connection/statement-limits.js';
import { statementMemory } from '../connection/statement-memory.js';
import { readFailure } from '../connection/store-failure.js';
import { finalSettings } from './final-settings.js';
import { profileSettings } from './profile-settings.js';
import { readOnce } from './read-once.js';
import { rowsOfLines } from './rows-of-lines.js';
import { stringLiteral } from '../connection/string-literal.js';

/** One read: text of ours with typed parameters `{name:Type}`; values never stand in the text. */
export interface ReadStatement {
  readonly query: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** For the error: "listing records". */
  readonly doing: string;
  /** When it may not take as long as others of its kind. */
  readonly maxExecutionTimeMs?: number;
}

export interface ReadLimits {
  readonly maxExecutionTimeMs: number;
  readonly maxMemoryBytes: number;
  readonly maxResultBytes: number;
  readonly maxResultRows: number;
}

export const readLimits: ReadLimits = {
  maxExecutionTimeMs: statementLimitsMs.reader,
  maxMemoryBytes: 600 * 1024 * 1024,
  maxResultBytes: 64 * 1024 * 1024,
  maxResultRows: 200_000,
};

export const patientLimits: ReadLimits = { ...readLimits, maxExecutionTimeMs: statementLimitsMs.background };

/** A Parquet file is one statement, whatever it holds. */
export const exportReadLimits: ReadLimits = {
  maxExecutionTimeMs: statementLimitsMs.exporter,
  maxMemoryBytes: 1024 * 1024 * 1024,
  maxResultBytes: 64 * 1024 * 1024,
  maxResultRows: 5_000_000,
};

/** Each takes memory of its own. */
const maxThreads = 4;

/** Bounds what the engine keeps in memory of a file it writes. */
const rowsPerGroup = 50_000;
/** The same of large records: a group is not held past so much of the statement's memory. */
const groupShare = 1 / 8;
/** Of records, before Parquet packs them. */
const maxFileBytes = 8 * 1024 ** 3;

/** Files that are made and not read to their end, of which each takes its place on the disk until then. */
const maxFiles = 2;

/** An answer that is whole before its first byte is given. */
export interface WholeAnswer {
  readonly rows: number;
  readonly chunks: AsyncIterable<Buffer>;
}

interface FileRead {
  readonly reader: ClickHouseClient;
  readonly statement: ReadStatement;
  /** The statement with its settings. */
  readonly text: string;
}

/** What a statement goes by inside ClickHouse, and when its asker has gone. */
interface Asking {
  readonly query: string;
  readonly query_params: Record<string, unknown>;
  readonly query_id: string;
  readonly abort_signal: AbortSignal | undefined;
}

/** Runs reads under limits, and stops them inside ClickHouse when the asker has gone. */
export class ReadRunner {
  #files = 0;

  constructor(
    private readonly clients: Pick<AuditConnections, 'control' | 'stagingDir'> & {
      readonly pools: Pick<AuditConnections['pools'], 'readers'>;
    },
    private readonly newId: () => string,
    readonly limits: ReadLimits = readLimits,
    /** What becomes of an error of ClickHouse. */
    private readonly failure: typeof readFailure = readFailure,
  ) {}

  /** @throws SpillwayError `SPW-7002` not answering · `SPW-7005` past a limit, or stopped by the signal */
  async rows<T>(statement: ReadStatement, signal?: AbortSignal): Promise<T[]> {
    return this.clients.pools.readers.run((reader) => {
      const query = `${statement.query} ${this.#settings(statement)}`;
      return this.#ask(statement, query, signal, async (asking) => {
        const result = await reader.query({ ...asking, format: 'JSONEachRow' });
        // A server's answer may end in an error, which only the client's reading of lines finds.
        return this.clients.stagingDir === undefined ? result.json<T>() : rowsOfLines<T>(await result.text());
      });
    }, signal);
  }

  /**
   * The answer as a Parquet file. The engine has made the whole of it when this resolves, so its errors come before
   * the first byte.
   *
   * @throws SpillwayError like `rows` · `SPW-7015` others before are not read to their end
   */
  parquet(statement: ReadStatement, signal?: AbortSignal): Promise<WholeAnswer> {
    const groupBytes = Math.floor(this.limits.maxMemoryBytes * groupShare);
    const text = `${statement.query} ${this.#settings(statement, maxFileBytes)}, output_format_parquet_row_group_size = ${rowsPerGroup}, output_format_parquet_row_group_size_bytes = ${groupBytes}`;
    const { stagingDir } = this.clients;
    return this.clients.pools.readers.run((reader) => {
      const read = { reader, statement, text };
      return stagingDir === undefined ? this.#sent(read, signal) : this.#kept(stagingDir, read, signal);
    }, signal);
  }

  /** A server that is told to wait holds the answer back until it is whole, and then says how many rows it has. */
  #sent({ reader, statement, text }: FileRead, signal?: AbortSignal): Promise<WholeAnswer> {
    const clickhouse_settings = { wait_end_of_query: 1 } as const;
    return this.#ask(statement, `${text} FORMAT Parquet`, signal, async (asking) => {
      const { stream, summary } = await reader.exec({ ...asking, clickhouse_settings });
      return { rows: Number(summary?.result_rows ?? 0), chunks: stream as AsyncIterable<Buffer> };
    });
  }

  /** The embedded engine turns what it answers into text, which breaks bytes; a file that it writes itself does not. */
  #kept(folder: string, { reader, statement, text }: FileRead, signal?: AbortSignal): Promise<WholeAnswer> {
    const file = join(folder, `${this.newId()}.parquet`);
    const path = stringLiteral(file);
    return this.#ask(statement, `${text} INTO OUTFILE ${path} FORMAT Parquet`, signal, async (asking) => {
      const letGo = this.#takePlace();
      try {
        await reader.command(asking);
        const query = `SELECT count() AS rows FROM file(${path}, Parquet) SETTINGS ${this.#limits()}`;
        const counted = await reader.query({ query, format: 'JSONEachRow' });
        const [{ rows } = { rows: 0 }] = await counted.json<{ rows: number }>();
        return { rows, chunks: (await readOnce(file, letGo, signal)) as AsyncIterable<Buffer> };
      } catch (error) {
        letGo();
        await unlink(file).catch(() => {});
        throw error;
      }
    });
  }

  /** @returns gives the place back; the second time does nothing */
  #takePlace(): () => void {
    if (this.#files >= maxFiles) throw new SpillwayError('SPW-7015', `${maxFiles} exports are still being read`);
    this.#files += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.#files -= 1;
      isHeld = false;
    };
  }

  async #ask<R>(
    statement: ReadStatement,
    text: string,
    signal: AbortSignal | undefined,
    act: (asking: Asking) => Promise<R>,
  ): Promise<R> {
    const query_id = this.newId();
    const abort_signal = this.#abort(signal);
    try {
      return await markedStatement({ control: this.clients.control, id: query_id }, signal, (marker) =>
        act({ query: `${marker} ${text}`, query_params: { ...statement.params }, query_id, abort_signal }),
      );
    } catch (error) {
      throw this.failure(error, statement.doing);
    }
  }

  /** To a server the request is cut as well; inside, the connection is busy until the statement has ended. */
  #abort(signal: AbortSignal | undefined): AbortSignal | undefined {
    return this.clients.stagingDir === undefined ? signal : undefined;
  }

  /** `readonly` refuses writes and table functions (`file`, `url`, `remote`), whatever the statement's text says. */
  #settings(
    { maxExecutionTimeMs = this.limits.maxExecutionTimeMs }: ReadStatement,
    maxResultBytes = this.limits.maxResultBytes,
  ): string {
    return ['SETTINGS readonly = 1', this.#limits(maxExecutionTimeMs, maxResultBytes), finalSettings].join(', ');
  }

  #limits(maxExecutionTimeMs = this.limits.maxExecutionTimeMs, maxResultBytes = this.limits.maxResultBytes): string {
    const { maxMemoryBytes, maxResultRows } = this.limits;
    // How many cores a server has is not known here.
    const threads = this.clients.stagingDir === undefined ? maxThreads : Math.min(maxThreads, availableParallelism());
    return [
      `max_execution_time = ${maxExecutionTimeMs / 1000}`,
      statementMemory(maxMemoryBytes, threads),
      `max_result_bytes = ${maxResultBytes}`,
      `max_result_rows = ${maxResultRows}`,
      profileSettings,
    ].join(', ');
  }
}
