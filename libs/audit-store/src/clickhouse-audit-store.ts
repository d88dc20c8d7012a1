import type {
  AppendOptions,
  AuditBlock,
  AuditBoards,
  AuditPage,
  AuditRecordQuery,
  AuditStore,
  AuditTotals,
  AuditUpkeep,
  CoverageOptions,
  DeliveryPage,
  DeliveryQuery,
  EventSample,
  ExportFormat,
  ExportQuery,
  FailurePage,
  FailureQuery,
  Journey,
  LoggedPartition,
  PartitionCoverage,
  RecordExport,
  StoredDelivery,
  StoredRecord,
  StoredRecordDetail,
  VerificationPage,
  VerificationQuery,
} from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { deliveriesOf } from './query/deliveries/deliveries-of.js';
import { findDeliveries } from './query/deliveries/find-deliveries.js';
import { readFailures } from './query/deliveries/read-failures.js';
import { exportRecords } from './query/export/export-records.js';
import { findRecords } from './query/find-records.js';
import { readJourney } from './query/journeys/read-journey.js';
import type { PageCursors } from './query/page-cursor.js';
import { readCoverage } from './query/read-coverage.js';
import { readResumeCoverage } from './query/read-resume-coverage.js';
import type { ReadRunner } from './query/read-runner.js';
import { readSample } from './query/read-sample.js';
import { recordsOfEvent } from './query/records-of-event.js';
import { totals } from './query/totals.js';
import type { VerificationMarks } from './verify/verification-marks.js';
import { verifyRanges, type VerifyParts } from './verify/verify-ranges.js';
import type { BlockAppender } from './write/block-appender.js';
import { mendDeliveries } from './write/mend-deliveries.js';

export interface AuditStoreParts {
  readonly connections: AuditConnections;
  readonly appender: BlockAppender;
  /** For users' questions. */
  readonly run: ReadRunner;
  /** For users' questions that take long, beside the others. */
  readonly runAside: ReadRunner;
  /** For what the app itself must know: on the connection of its other long work, and a limit that it meets is no answer but a wait. */
  readonly runPatiently: ReadRunner;
  /** The same for what inserts wait for, so not behind that work. */
  readonly runResume: ReadRunner;
  /** For exports, which take their time and hold nobody up. */
  readonly runExports: ReadRunner;
  readonly cursors: PageCursors;
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly boards: AuditBoards;
  readonly verification: VerifyParts;
  readonly verificationMarks: VerificationMarks;
  readonly upkeep: AuditUpkeep;
}

/** The audit store on ClickHouse, embedded or a server: the parts differ, this does not. */
export class ClickHouseAuditStore implements AuditStore {
  constructor(private readonly parts: AuditStoreParts) {}

  get embedded(): boolean {
    return this.parts.connections.stagingDir !== undefined;
  }

  get boards(): AuditBoards {
    return this.parts.boards;
  }

  append(blocks: readonly AuditBlock[], options?: AppendOptions): Promise<void> {
    return this.parts.appender.append(blocks, options);
  }

  coverage(
    partitions: readonly LoggedPartition[],
    { signal, patient = false, positionsOnly = false, forResume = false }: CoverageOptions = {},
  ): Promise<readonly PartitionCoverage[]> {
    const { runAside, runPatiently, runResume, appender } = this.parts;
    if (forResume) {
      appender.renewTokens();
      return readResumeCoverage(runResume, partitions, signal);
    }
    return readCoverage(patient ? runPatiently : runAside, partitions, { signal, positionsOnly });
  }

  verify(query: VerificationQuery, signal?: AbortSignal): Promise<VerificationPage> {
    return verifyRanges(this.parts.verification, query, signal);
  }

  verifiedTo(signal?: AbortSignal): Promise<number | undefined> {
    return this.parts.verificationMarks.read(signal);
  }

  noteVerified(toMs: number, signal?: AbortSignal): Promise<void> {
    return this.parts.verificationMarks.note(toMs, signal);
  }

  findRecords(query: AuditRecordQuery, signal?: AbortSignal): Promise<AuditPage> {
    return findRecords(this.parts, query, signal);
  }

  recordsOfEvent(eventId: string, signal?: AbortSignal): Promise<readonly StoredRecordDetail[]> {
    return recordsOfEvent(this.parts.run, eventId, signal);
  }

  findDeliveries(query: DeliveryQuery, signal?: AbortSignal): Promise<DeliveryPage> {
    return findDeliveries(this.parts, query, signal);
  }

  deliveriesOf(records: readonly StoredRecord[], signal?: AbortSignal): Promise<readonly StoredDelivery[]> {
    return deliveriesOf(this.parts.run, records, signal);
  }

  failures(query: FailureQuery, signal?: AbortSignal): Promise<FailurePage> {
    return readFailures(this.parts.run, query, signal);
  }

  sample(type: string, limit: number, signal?: AbortSignal): Promise<readonly EventSample[]> {
    return readSample(this.parts, type, limit, signal);
  }

  journey(id: string, signal?: AbortSignal): Promise<Journey | undefined> {
    return readJourney(this.parts.run, id, signal);
  }

  exportRecords(query: ExportQuery, format: ExportFormat, signal?: AbortSignal): Promise<RecordExport> {
    return exportRecords(this.parts.runExports, query, format, { signal });
  }

  mendDeliveries(signal?: AbortSignal): Promise<number> {
    const { runExports, appender, newId } = this.parts;
    return mendDeliveries({ run: runExports, appender, newId }, signal);
  }

  totals(signal?: AbortSignal): Promise<AuditTotals> {
    return totals(this.parts.run, signal);
  }

  storedTopics(signal?: AbortSignal): Promise<readonly string[]> {
    return this.parts.upkeep.storedTopics(signal);
  }

  dropExpired(topic: string, olderThanMs: number, signal?: AbortSignal): Promise<number> {
    return this.parts.upkeep.dropExpired(topic, olderThanMs, signal);
  }

  mergeClosedDays(signal?: AbortSignal): Promise<number> {
    return this.parts.upkeep.mergeClosedDays(signal);
  }

  probe(): Promise<number> {
    return this.parts.upkeep.probe();
  }

  /** Waits for the insert in flight, then lets the folder go. */
  async close(): Promise<void> {
    await this.parts.appender.settled();
    await this.parts.connections.close();
  }
}
