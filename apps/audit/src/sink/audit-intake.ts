import { SpillwayError } from '@spillway/events';
import {
  partitionKey,
  Turns,
  type AppendOptions,
  type AuditBlock,
  type AuditStore,
  type EventCodec,
  type RoundBatch,
  type TopicPartition,
  type Transport,
} from '@spillway/streaming';
import { auditGroup } from '../log/audit-group.js';
import { readLoggedPartitions } from '../log/read-logged-partitions.js';
import { findResumePositions, type ResumePosition } from './find-resume-positions.js';
import { partsHeld } from './intake-limits.js';
import type { IntakeProgress } from './intake-progress.js';
import { toAuditBlocks } from './to-audit-blocks.js';

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
  /** Of parts of rounds, from before they are decoded until they are stored. */
  readonly #held = new Turns(partsHeld);
  /** One after the other: side by side they would be ready at the same time, and nothing be decoded while they are stored. */
  readonly #decoding = new Turns(1);
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
  async startPositions(partitions: readonly TopicPartition[]): Promise<readonly ResumePosition[]> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const { transport, store, progress } = this.parts;
    const admin = transport.admin();
    const [log, committed] = await Promise.all([
      readLoggedPartitions(admin, topics),
      admin.committed(auditGroup, topics),
    ]);
    const assigned = new Set(partitions.map(partitionKey));
    const coverage = await store.coverage(
      log.filter((partition) => assigned.has(partitionKey(partition))),
      { forResume: true },
    );
    const topicIds = new Map(log.map(({ topic, topicId }) => [topic, topicId]));
    const starts = findResumePositions(partitions, { coverage, committed, topicIds });
    progress.began(starts, coverage);
    return starts;
  }

  /** Resolves when the store has acknowledged the round; only then are its offsets committed. */
  async process(round: readonly RoundBatch[], signal: AbortSignal): Promise<void> {
    const { codec, progress, insertBytes: maxBytes } = this.parts;
    progress.taken(round);
    await this.#store(toAuditBlocks({ codec, maxBytes }, round, signal), signal);
    progress.stored(round);
  }

  /** The next part of a round into the store, and those behind it: they are decoded while the store takes it. */
  async #store(parts: AsyncGenerator<readonly AuditBlock[]>, signal: AbortSignal): Promise<void> {
    const { store, keepRefused } = this.parts;
    let rest = Promise.resolve();
    const taken = this.#held.run(async () => {
      const part = await this.#decoding.run(() => parts.next(), signal);
      if (part.done === true) return;
      rest = this.#store(parts, signal);
      // Asked for below, perhaps long after it failed.
      rest.catch(() => {});
      await store.append(part.value, { keepRefused });
    }, signal);
    try {
      await taken;
    } finally {
      await rest;
    }
  }
}
