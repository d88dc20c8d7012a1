import { setImmediate as nextTurn } from 'node:timers/promises';
import { SpillwayError } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import { partitionKey } from '../ports/partition-key.js';
import type {
  CommitOptions,
  CommittedPosition,
  RecordSource,
  RecordSourceListener,
  SourceOptions,
} from '../ports/record-source.js';
import type { PartitionBatch, RecordPosition, TopicPartition } from '../ports/record.js';
import type { MemoryMember } from './memory-group.js';
import type { MemoryLog } from './memory-log.js';

const defaultSessionTimeoutMs = 30_000;
const maxMetadataBytes = 4096;

interface AssignedPartition extends TopicPartition {
  /** Undefined until the listener has named it: nothing is fetched before. */
  position: number | undefined;
  paused: boolean;
  /** The only headers that are needed of it, if not all. */
  wanted: readonly string[] | undefined;
}

/** A group member of the in-process log. */
export class MemoryRecordSource implements RecordSource, MemoryMember {
  readonly topics: readonly string[];
  /** Since the last assignment: meanwhile another member may have put positions back. */
  readonly #committedHere = new Map<string, bigint>();
  #listener: RecordSourceListener | undefined;
  /** What the coordinator gave us; commits are taken for these alone. */
  #owned: readonly TopicPartition[] = [];
  /** Owned partitions; they can be paused while the listener still looks for their positions. */
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
    this.#committedHere.clear();
    for (const partition of partitions) {
      this.#assigned.set(partitionKey(partition), {
        ...partition,
        position: undefined,
        paused: false,
        wanted: undefined,
      });
    }
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

  narrow(partition: TopicPartition, headers: readonly string[] | undefined): void {
    const assigned = this.#assigned.get(partitionKey(partition));
    if (assigned !== undefined) assigned.wanted = headers;
  }

  seek(position: RecordPosition): void {
    const assigned = this.#assigned.get(partitionKey(position));
    if (assigned !== undefined) assigned.position = Number(position.offset);
    this.#wake();
  }

  async commit(positions: readonly CommittedPosition[], { mayLower = false }: CommitOptions = {}): Promise<void> {
    await nextTurn();
    const group = this.log.group(this.options.groupId);
    for (const position of positions) {
      this.#checkCommit(position);
      const key = partitionKey(position);
      if (!mayLower && position.offset < (this.#committedHere.get(key) ?? 0n)) continue;
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
        const assigned = this.#assigned.get(partitionKey(partition));
        const named = positions.get(partitionKey(partition));
        // A listener that moved a position itself meanwhile knows better than what it answers.
        if (assigned !== undefined) assigned.position ??= named ?? this.#defaultPosition(partition);
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
      const { position } = assigned;
      if (position === undefined || assigned.paused || this.#stopped) continue;
      const batch = this.log.read(assigned.topic, assigned.partition, position);
      if (batch === undefined) continue;
      assigned.position = batch.nextOffset;
      fetched = true;
      try {
        this.#listener!.onBatch(narrowed(batch, assigned.wanted));
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

/** As little as a driver may hand over. */
function narrowed(batch: PartitionBatch, wanted: readonly string[] | undefined): PartitionBatch {
  if (wanted === undefined) return batch;
  const records = batch.records.map((record) => {
    const headers = Object.fromEntries(wanted.map((name) => [name, record.headers[name]]));
    return { ...record, value: null, headers };
  });
  return { ...batch, records };
}
