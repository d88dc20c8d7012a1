import type { Clock } from '../ports/clock.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import { backOffMs } from '../concurrency/back-off.js';
import type { RecordProcessor } from './record-processor.js';
import type { RoundBatch } from './round-batch.js';

/** A batch and the assignment it was taken under. */
export interface RoundPart {
  readonly assigned: AssignedPartition;
  readonly batch: RoundBatch;
}

export interface RoundRunnerOptions {
  readonly process: RecordProcessor;
  readonly clock: Clock;
  /** Whether the assignment still holds. */
  readonly isCurrent: (assigned: AssignedPartition) => boolean;
  readonly onDone: (parts: readonly RoundPart[], durationMs: number) => void;
  readonly onRejected: (error: unknown, retryInMs: number) => void;
}

const suspendBackOff = { initialMs: 250, maxMs: 30_000 };

/** Runs one round at a time until it is done, nobody owns it any more, or the consumer stops. */
export class RoundRunner {
  #parts: readonly RoundPart[] = [];
  #work = new AbortController();
  #rest = new AbortController();
  #stopped = false;
  #isRejected = false;

  constructor(private readonly options: RoundRunnerOptions) {}

  /** The round it has was rejected and is not done yet. */
  get isRejected(): boolean {
    return this.#isRejected;
  }

  async run(parts: readonly RoundPart[]): Promise<void> {
    for (let attempt = 1; !this.#stopped; attempt++) {
      this.#parts = parts.filter((part) => this.options.isCurrent(part.assigned));
      if (this.#parts.length === 0) break;
      this.#work = new AbortController();
      this.#rest = new AbortController();
      if (await this.#attempt(attempt)) break;
    }
    this.#parts = [];
    this.#isRejected = false;
  }

  /** After these partitions were taken away: what runs for them is told to end, and a rest is cut short. */
  interrupt(): void {
    if (this.#parts.every((part) => this.options.isCurrent(part.assigned))) return;
    this.#work.abort();
    this.#rest.abort();
  }

  /** No further attempt; the one that runs may finish. */
  stopAfterAttempt(): void {
    this.#stopped = true;
    this.#rest.abort();
  }

  /** The attempt that runs is told to end. */
  giveBack(): void {
    this.#work.abort();
  }

  async #attempt(attempt: number): Promise<boolean> {
    const { clock, process } = this.options;
    const startedAtMs = clock.steadyMs();
    try {
      await process(
        this.#parts.map((part) => part.batch),
        this.#work.signal,
      );
    } catch (error) {
      await this.#rejected(error, attempt);
      return false;
    }
    // Who lost a partition meanwhile has nothing to say about it any more: its new owner reads these records again.
    const valid = this.#parts.filter((part) => this.options.isCurrent(part.assigned));
    this.#isRejected = false;
    if (valid.length > 0) this.options.onDone(valid, clock.steadyMs() - startedAtMs);
    return true;
  }

  async #rejected(error: unknown, attempt: number): Promise<void> {
    if (this.#stopped || this.#work.signal.aborted) return;
    const retryInMs = backOffMs(attempt, suspendBackOff);
    this.#isRejected = true;
    this.options.onRejected(error, retryInMs);
    await this.options.clock.sleep(retryInMs, this.#rest.signal);
  }
}
