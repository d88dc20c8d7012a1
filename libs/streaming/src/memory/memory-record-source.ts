import { setImmediate as nextTurn } from 'node:timers/promises';
import { SpillwayError } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import { partitionKey } from '../ports/partition-key.js';
import type { CommittedPosition, RecordSource, RecordSourceListener, SourceOptions } from '../ports/record-source.js';
import type { RecordPosition, TopicPartition } from '../ports/record.js';
import type { MemoryMember } from './memory-group.js';
import type { MemoryLog } from './memory-log.js';

const defaultSessionTimeoutMs = 30_000;
const maxMetadataBytes = 4096;

interface AssignedPartition extends TopicPartition {
  position: number;
  paused: boolean;
}

/** A group member of the in-process log. */
export class MemoryRecordSource implements RecordSource, MemoryMember {
  readonly topics: readonly string[];
  readonly #committedHere = new Map<string, bigint>();
  #listener: RecordSourceListener | undefined;
  /** What the coordinator gave us; commits are taken for these alone. */
  #owned: readonly TopicPartition[] = [];
  /** What is fetched: owned partitions once the listener named their positions. */
  #assigned = new Map<string, AssignedPartition>();
  #generation = 0;
  #stopped = false;
  #joined: (() => void) | undefined;
  #wake: () => void = () => {};
  #unwatch: () => void = () => {};

  constructor(
    private readonly log: MemoryLog,
    private readonly options: SourceOptions,
    private readonly clock: Clock,
  ) {
    this.topics = options.topics;
  }

  async start(listener: RecordSourceListener): Promise<void> {
    for (const topic of this.topics) this.log.topic(topic);
    this.#listener = listener;
    this.#unwatch = this.log.watch(() => this.#wake());
    const joined = new Promise<void>((resolve) => (this.#joined = resolve));
    this.log.group(this.options.groupId).join(this);
    void this.#fetchUntilStopped();
    await joined;
  }

  async revoke(): Promise<void> {
    const partitions = this.#owned;
    this.#assigned = new Map();
    if (partitions.length > 0 && !this.#stopped) {
      const overdue = new AbortController();
      const timeoutMs = this.options.sessionTimeoutMs ?? defaultSessionTimeoutMs;
      await Promise.race([
        this.#tell(() => this.#listener!.onRevoking(partitions)),
        this.clock.sleep(timeoutMs, overdue.signal),
      ]);
      overdue.abort();
    }
    this.#generation++;
    this.#owned = [];
  }

  assign(partitions: readonly TopicPartition[]): void {
    this.#owned = partitions;
    void this.#beginFetching(partitions, this.#generation);
  }

  pause(partition: TopicPartition): void {
    const assigned = this.#assigned.get(partitionKey(partition));
    if (assigned !== undefined) assigned.paused = true;
  }

  resume(partition: TopicPartition): void {
    const assigned = this.#assigned.get(partitionKey(partition));
    if (assigned !== undefined) assigned.paused = false;
    this.#wake();
  }

  seek(position: RecordPosition): void {
    const assigned = this.#assigned.get(partitionKey(position));
    if (assigned !== undefined) assigned.position = Number(position.offset);
    this.#wake();
  }

  async commit(positions: readonly CommittedPosition[]): Promise<void> {
    await nextTurn();
    const group = this.log.group(this.options.groupId);
    for (const position of positions) {
      this.#checkCommit(position);
      const key = partitionKey(position);
      if (position.offset < (this.#committedHere.get(key) ?? 0n)) continue;
      this.#committedHere.set(key, position.offset);
      group.commit({ ...position });
    }
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#assigned = new Map();
    this.#owned = [];
    this.#unwatch();
    this.#wake();
    this.#joined?.();
    this.log.group(this.options.groupId).leave(this);
  }

  #checkCommit(position: CommittedPosition): void {
    if (!this.#owned.some((owned) => partitionKey(owned) === partitionKey(position))) {
      throw new SpillwayError('SPW-5008', `${partitionKey(position)} does not belong to this member any more`);
    }
    if (Buffer.byteLength(position.metadata ?? '') > maxMetadataBytes) {
      throw new RangeError(`Commit metadata is limited to ${maxMetadataBytes} bytes`);
    }
  }

  async #beginFetching(partitions: readonly TopicPartition[], generation: number): Promise<void> {
    let asked: readonly RecordPosition[] = [];
    const agreed = await this.#tell(async () => {
      asked = await this.#listener!.onAssigned(partitions);
    });
    if (generation !== this.#generation || this.#stopped) return;
    if (agreed) {
      const positions = new Map(asked.map((position) => [partitionKey(position), Number(position.offset)]));
      for (const partition of partitions) {
        const position = positions.get(partitionKey(partition)) ?? this.#defaultPosition(partition);
        this.#assigned.set(partitionKey(partition), { ...partition, position, paused: false });
      }
    }
    this.#joined?.();
    this.#wake();
  }

  #defaultPosition(partition: TopicPartition): number {
    const committed = this.log.group(this.options.groupId).committed(partition);
    if (committed !== undefined) return Number(committed.offset);
    const { beginOffset, endOffset } = this.log.topic(partition.topic).partitions[partition.partition]!;
    return this.options.startFrom === 'beginning' ? beginOffset : endOffset;
  }

  async #fetchUntilStopped(): Promise<void> {
    while (!this.#stopped) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      if (this.#fetchOnce()) await nextTurn();
      else await woken;
    }
  }

  /** One batch of every partition that has one, so that none waits for another. */
  #fetchOnce(): boolean {
    let fetched = false;
    for (const assigned of [...this.#assigned.values()]) {
      if (assigned.paused || this.#stopped) continue;
      const batch = this.log.read(assigned.topic, assigned.partition, assigned.position);
      if (batch === undefined) continue;
      assigned.position = batch.nextOffset;
      fetched = true;
      try {
        this.#listener!.onBatch(batch);
      } catch (error) {
        this.#listener!.onError(error, false);
      }
    }
    return fetched;
  }

  /** Runs a listener's part; what it throws is reported back to it and goes no further. */
  async #tell(part: () => Promise<void>): Promise<boolean> {
    try {
      await part();
      return true;
    } catch (error) {
      if (!this.#stopped) this.#listener!.onError(error, true);
      return false;
    }
  }
}
