import type { AuditConnections } from '../connection/audit-connections.js';
import { readFailure } from '../connection/store-failure.js';
import { Turns } from './turns.js';

/** One read: text of ours with typed parameters `{name:Type}`; values never stand in the text. */
export interface ReadStatement {
  readonly query: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** For the error: "listing records". */
  readonly doing: string;
}

export interface ReadLimits {
  readonly maxExecutionTimeMs: number;
  readonly maxMemoryBytes: number;
  readonly maxResultBytes: number;
}

export const readLimits: ReadLimits = {
  maxExecutionTimeMs: 20_000,
  maxMemoryBytes: 600 * 1024 * 1024,
  maxResultBytes: 64 * 1024 * 1024,
};

export const patientLimits: ReadLimits = { ...readLimits, maxExecutionTimeMs: 10 * 60 * 1000 };

/** What a client has connections for; the embedded engine runs one statement at a time anyway. */
const readsAtOnce = { embedded: 1, remote: 8 };

/** Runs reads under limits, and stops them inside ClickHouse when the asker has gone. */
export class ReadRunner {
  readonly #turns: Turns;

  constructor(
    private readonly clients: Pick<AuditConnections, 'reader' | 'control' | 'stagingDir'>,
    private readonly newId: () => string,
    private readonly limits: ReadLimits = readLimits,
  ) {
    this.#turns = new Turns(clients.stagingDir === undefined ? readsAtOnce.remote : readsAtOnce.embedded);
  }

  /** @throws SpillwayError `SPW-7002` not answering · `SPW-7005` past a limit, or stopped by the signal */
  async rows<T>(statement: ReadStatement, signal?: AbortSignal): Promise<T[]> {
    // Waiting here and not in the client: a statement given to the client runs, even when nobody waits for it any more.
    return this.#turns.run(() => this.#rows<T>(statement, signal), signal);
  }

  async #rows<T>(statement: ReadStatement, signal?: AbortSignal): Promise<T[]> {
    const marker = `/* spillway:${this.newId()} */`;
    const kill = (): void => void this.#kill(marker);
    signal?.addEventListener('abort', kill, { once: true });
    try {
      const query = `${marker} ${statement.query} ${this.#settings()}`;
      const query_params = { ...statement.params };
      const result = await this.clients.reader.query({ query, query_params, format: 'JSONEachRow' });
      return await result.json<T>();
    } catch (error) {
      throw readFailure(error, statement.doing);
    } finally {
      signal?.removeEventListener('abort', kill);
    }
  }

  #settings(): string {
    const { maxExecutionTimeMs, maxMemoryBytes, maxResultBytes } = this.limits;
    return [
      `SETTINGS max_execution_time = ${maxExecutionTimeMs / 1000}`,
      `max_memory_usage = ${maxMemoryBytes}`,
      `max_result_bytes = ${maxResultBytes}`,
    ].join(', ');
  }

  /** The embedded engine takes no query id, so the statement is found by its comment. */
  async #kill(marker: string): Promise<void> {
    const query = 'KILL QUERY WHERE startsWith(query, {marker:String}) ASYNC';
    await this.clients.control.command({ query, query_params: { marker } }).catch(() => {});
  }
}
