import type {
  AuditBlock,
  AuditPage,
  AuditRecordQuery,
  AuditStore,
  AuditTotals,
  CoverageOptions,
  LoggedPartition,
  PartitionCoverage,
  StoredRecordDetail,
} from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { findRecords } from './query/find-records.js';
import type { PageCursors } from './query/page-cursor.js';
import { readCoverage } from './query/read-coverage.js';
import type { ReadRunner } from './query/read-runner.js';
import { recordsOfEvent } from './query/records-of-event.js';
import { totals } from './query/totals.js';
import type { BlockAppender } from './write/block-appender.js';

export interface AuditStoreParts {
  readonly connections: AuditConnections;
  readonly appender: BlockAppender;
  /** For users' questions. */
  readonly run: ReadRunner;
  /** For what the app itself must know. */
  readonly runPatiently: ReadRunner;
  readonly cursors: PageCursors;
}

/** The audit store on ClickHouse, embedded or a server: the parts differ, this does not. */
export class ClickHouseAuditStore implements AuditStore {
  constructor(private readonly parts: AuditStoreParts) {}

  get embedded(): boolean {
    return this.parts.connections.stagingDir !== undefined;
  }

  append(blocks: readonly AuditBlock[]): Promise<void> {
    return this.parts.appender.append(blocks);
  }

  coverage(
    partitions: readonly LoggedPartition[],
    { signal, patient = false }: CoverageOptions = {},
  ): Promise<readonly PartitionCoverage[]> {
    return readCoverage(patient ? this.parts.runPatiently : this.parts.run, partitions, signal);
  }

  findRecords(query: AuditRecordQuery, signal?: AbortSignal): Promise<AuditPage> {
    return findRecords(this.parts.run, this.parts.cursors, query, signal);
  }

  recordsOfEvent(eventId: string, signal?: AbortSignal): Promise<readonly StoredRecordDetail[]> {
    return recordsOfEvent(this.parts.run, eventId, signal);
  }

  totals(signal?: AbortSignal): Promise<AuditTotals> {
    return totals(this.parts.run, signal);
  }

  async ping(): Promise<void> {
    await this.parts.run.rows({ query: 'SELECT 1', doing: 'answering a ping' });
  }

  /** Waits for the insert in flight, then lets the folder go. */
  async close(): Promise<void> {
    await this.parts.appender.settled();
    await this.parts.connections.close();
  }
}
