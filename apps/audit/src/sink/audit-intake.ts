import type {
  AuditStore,
  EventCodec,
  PartitionBatch,
  RecordPosition,
  TopicPartition,
  Transport,
} from '@spillway/streaming';
import { findResumePositions } from './find-resume-positions.js';
import { readLoggedPartitions } from './read-logged-partitions.js';
import { toAuditBlocks } from './to-audit-blocks.js';

export const auditGroup = 'audit';

/** Between the log and the store: where to start, and what to do with a round. */
export class AuditIntake {
  #topicIds = new Map<string, string>();

  constructor(
    private readonly transport: Transport,
    private readonly codec: EventCodec,
    private readonly store: AuditStore,
  ) {}

  /** @throws SpillwayError `SPW-7002` the store does not answer: to be asked again */
  async startPositions(partitions: readonly TopicPartition[]): Promise<readonly RecordPosition[]> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const admin = this.transport.admin();
    const [log, committed] = await Promise.all([
      readLoggedPartitions(admin, topics),
      admin.committed(auditGroup, topics),
    ]);
    this.#topicIds = new Map(log.map(({ topic, topicId }) => [topic, topicId]));
    const assigned = new Set(partitions.map(({ topic, partition }) => `${topic}/${partition}`));
    const coverage = await this.store.coverage(
      log.filter(({ topic, partition }) => assigned.has(`${topic}/${partition}`)),
    );
    return findResumePositions(partitions, coverage, committed);
  }

  /** Resolves when the store has acknowledged the round; only then are its offsets committed. */
  async process(round: readonly PartitionBatch[], signal: AbortSignal): Promise<void> {
    const topicId = (topic: string): string => this.#topicIds.get(topic) ?? '';
    await this.store.append(await toAuditBlocks({ codec: this.codec, topicId }, round, signal));
  }
}
