import { SpillwayError } from '@spillway/events';
import type {
  AppendOptions,
  AuditStore,
  EventCodec,
  PartitionBatch,
  RecordPosition,
  TopicPartition,
  Transport,
} from '@spillway/streaming';
import { findResumePositions } from './find-resume-positions.js';
import type { IntakeProgress } from './intake-progress.js';
import { readLoggedPartitions } from './read-logged-partitions.js';
import { toAuditBlocks } from './to-audit-blocks.js';

export const auditGroup = 'audit';

export interface AuditIntakeParts extends AppendOptions {
  readonly transport: Transport;
  readonly codec: EventCodec;
  readonly store: AuditStore;
  readonly progress: IntakeProgress;
  /** Bytes after which an insert is full. */
  readonly insertBytes: number;
}

/** Between the log and the store: where to start, and what to do with a round. */
export class AuditIntake {
  readonly #topicIds = new Map<string, string>();
  #isAlone = false;

  constructor(private readonly parts: AuditIntakeParts) {}

  /**
   * Asked when partitions are assigned; the first time only: later another may come in, and refuses itself.
   *
   * @throws SpillwayError `SPW-7009` the store is this process's own and the group has other members
   */
  async refuseOtherMembers(): Promise<void> {
    if (!this.parts.store.embedded || this.#isAlone) return;
    const members = await this.parts.transport.admin().members(auditGroup);
    if (members > 1) {
      throw new SpillwayError('SPW-7009', `Group ${auditGroup} has ${members} members`, { context: { members } });
    }
    this.#isAlone = true;
  }

  /** @throws SpillwayError `SPW-7002` the store does not answer: to be asked again */
  async startPositions(partitions: readonly TopicPartition[]): Promise<readonly RecordPosition[]> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const { transport, store, progress } = this.parts;
    const admin = transport.admin();
    const [log, committed] = await Promise.all([
      readLoggedPartitions(admin, topics),
      admin.committed(auditGroup, topics),
    ]);
    // Added to, never replaced: a round of an assignment that has just ended may still be under way.
    for (const { topic, topicId } of log) this.#topicIds.set(topic, topicId);
    const assigned = new Set(partitions.map(({ topic, partition }) => `${topic}/${partition}`));
    const coverage = await store.coverage(
      log.filter(({ topic, partition }) => assigned.has(`${topic}/${partition}`)),
      { forResume: true },
    );
    const starts = findResumePositions(partitions, coverage, committed);
    progress.began(starts, coverage);
    return starts;
  }

  /** Resolves when the store has acknowledged the round; only then are its offsets committed. */
  async process(round: readonly PartitionBatch[], signal: AbortSignal): Promise<void> {
    const { codec, store, progress, keepRefused, insertBytes: maxBytes } = this.parts;
    progress.taken(round);
    const decoding = { codec, topicIds: this.#topicIds, maxBytes };
    for await (const blocks of toAuditBlocks(decoding, round, signal)) await store.append(blocks, { keepRefused });
    progress.stored(round);
  }
}
