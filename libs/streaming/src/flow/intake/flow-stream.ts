import type { LogRecord, PartitionBatch } from '../../ports/record.js';
import type { DoneMark } from '../../ports/state-store.js';
import { isClockProbe } from '../../retry/clocks/clock-probe.js';
import { tierDueMs } from '../../retry/tiers/tier-due.js';
import type { AssignedPartition } from '../../assignment/assigned-partition.js';

const maxTakenRecords = 500;
const maxTakenBytes = 1024 * 1024;
const nothing: DoneMark['runs'] = [];

/** One partition as a flow reads it: record after record that is not done yet. Index 0 is the topic, above are its tiers. */
export class FlowStream {
  #batch: PartitionBatch | undefined;
  #next = 0;
  /** When the batch of the record that `peek` answers was looked at first, by the steady clock. */
  #seenAtMs = 0;
  /** Records of it that have ended since that was last told. */
  finished = 0;
  /** Where holes of the log are marked from. */
  #expected: number;
  /** Done although there is no item for it: what came since the last item, and what items were told of. */
  #passed: DoneMark['runs'][number][] = [];
  #told: { readonly before: number; readonly runs: DoneMark['runs'] }[] = [];

  constructor(
    readonly assigned: AssignedPartition,
    readonly index: number,
    readonly delayMs: number,
    private readonly steadyMs: () => number,
  ) {
    this.#expected = assigned.fetchPosition;
  }

  /** The next record that is not done, or undefined while none is queued. */
  peek(): LogRecord | undefined {
    for (;;) {
      if (this.#batch === undefined && !this.#takeBatch()) return undefined;
      const batch = this.#batch!;
      const record = batch.records[this.#next];
      if (record === undefined) {
        this.#markHoles(batch.nextOffset);
        this.#batch = undefined;
        continue;
      }
      this.#markHoles(record.offset);
      if (!this.assigned.isDone(record.offset)) {
        if (this.index === 0 || !isClockProbe(record)) return record;
        this.pass(record.offset);
      }
      this.advance();
    }
  }

  /** The last record of those that `peek` will answer before more are fetched. */
  get newest(): LogRecord | undefined {
    return this.assigned.queue.newest ?? this.#batch?.records.at(-1);
  }

  /**
   * When a record is due that `peek` answers or will answer, by the clock of the broker that leads its partition.
   *
   * @param nowMs by that clock
   */
  dueMs({ timestampMs }: LogRecord, nowMs: number): number {
    return tierDueMs(timestampMs, nowMs - (this.steadyMs() - this.#seenAtMs), this.delayMs);
  }

  /** Passes the record that `peek` answered. */
  advance(): void {
    this.#expected = this.#batch!.records[this.#next]!.offset + 1;
    this.#next++;
  }

  /** `first` to `last` (inclusive) hold nothing that anybody has to handle: no record at all, a probe, or a zombie's copy. */
  pass(first: number, last: number = first): void {
    this.assigned.markDone(first, last);
    this.#passed.push([first, last]);
  }

  /** What was passed on the way to the item at this offset: done with it, so that whoever keeps what is done sees no holes. */
  tellPassed(before: number): DoneMark['runs'] {
    if (this.#passed.length === 0) return nothing;
    const runs = this.#passed.splice(0);
    this.#told.push({ before, runs });
    return runs;
  }

  /** What was passed, and neither noted nor told of by an item that is done. */
  get unnoted(): DoneMark['runs'] {
    const { watermark } = this.assigned;
    this.#told = this.#told.filter(({ before }) => before >= watermark);
    return [...this.#told.flatMap(({ runs }) => runs), ...this.#passed];
  }

  /** Of what `unnoted` answered: it is kept. */
  noted(runs: DoneMark['runs']): void {
    const noted = new Set(runs);
    const isLeft = (run: DoneMark['runs'][number]): boolean => !noted.has(run);
    this.#passed = this.#passed.filter(isLeft);
    this.#told = this.#told.flatMap(({ before, runs: told }) => {
      const left = told.filter(isLeft);
      return left.length === 0 ? [] : [{ before, runs: left }];
    });
  }

  /** Forgets what was taken from the queue: reading goes on at the fetch position. */
  reset(): void {
    this.#batch = undefined;
    this.#expected = this.assigned.fetchPosition;
  }

  #takeBatch(): boolean {
    this.#batch = this.assigned.queue.take(maxTakenRecords, maxTakenBytes);
    this.#next = 0;
    this.#seenAtMs = this.steadyMs();
    return this.#batch !== undefined;
  }

  #markHoles(offset: number): void {
    if (offset > this.#expected) this.pass(this.#expected, offset - 1);
    this.#expected = Math.max(this.#expected, offset);
  }
}
