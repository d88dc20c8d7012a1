import { partitionKey, type AuditStore, type Clock, type Transport } from '@spillway/streaming';
import { readLoggedPartitions } from '../log/read-logged-partitions.js';
import type { IntakeProgress, StoredPosition } from '../sink/intake-progress.js';
import type { CompleteUpToState } from './complete-up-to-state.js';
import { uniteStored, type LoggedEnd } from './unite-stored.js';

export interface CompleteUpToParts {
  readonly transport: Transport;
  readonly store: AuditStore;
  readonly progress: IntakeProgress;
  readonly topics: readonly string[];
  /** Keys of the partitions that this process stores now. */
  readonly held: () => ReadonlySet<string>;
  readonly clock: Clock;
}

const freshMs = 1_000;
/** Asking the store itself costs a scan. */
const freshFromStoreMs = 10_000;
/** A log that is away keeps no answer waiting: then it says what was known last. */
const maxWaitMs = 250;

/** Compares log and store for every answer, at most once a second; never throws and never keeps an answer waiting long. */
export class CompleteUpTo {
  #known: CompleteUpToState | undefined;
  #freshUntilMs = 0;
  #asking: Promise<void> | undefined;

  constructor(private readonly parts: CompleteUpToParts) {}

  /** Null when it is not known: the log has not answered since the start. */
  async now(): Promise<CompleteUpToState | null> {
    const { clock } = this.parts;
    if (this.#known !== undefined && clock.nowMs() < this.#freshUntilMs) return this.#known;
    this.#asking ??= this.#compare();
    await Promise.race([this.#asking, clock.sleep(maxWaitMs)]);
    return this.#known ?? null;
  }

  async #compare(): Promise<void> {
    const { transport, topics, clock } = this.parts;
    const asOfMs = clock.nowMs();
    try {
      const log = await readLoggedPartitions(transport.admin(), topics);
      const ends: LoggedEnd[] = log.map((partition) => ({ ...partition, stored: this.parts.progress.of(partition) }));
      const united = await this.#withOthers(ends);
      this.#known = uniteStored(united, asOfMs);
      this.#freshUntilMs = asOfMs + (united === ends ? freshMs : freshFromStoreMs);
    } catch {
      // What was known before stays true.
    } finally {
      this.#asking = undefined;
    }
  }

  /** On a server other instances store their partitions: the store itself knows how far. Of its own a process knows it. */
  async #withOthers(ends: readonly LoggedEnd[]): Promise<readonly LoggedEnd[]> {
    const { store } = this.parts;
    if (store.embedded) return ends;
    const held = this.parts.held();
    const isBehind = ({ stored, endOffset }: LoggedEnd) => stored === undefined || stored.nextOffset < endOffset;
    const others = ends.filter((end) => isBehind(end) && !held.has(partitionKey(end)));
    if (others.length === 0) return ends;
    // Nobody waits for it longer than for others: what is known then is said, and this is known the next time.
    const coverage = await store.coverage(others, { patient: true, positionsOnly: true });
    const found = new Map(coverage.map((partition) => [partitionKey(partition), partition.completeUpTo]));
    return ends.map((end): LoggedEnd => {
      const upTo = found.get(partitionKey(end));
      return upTo === undefined ? end : { ...end, stored: further(end.stored, { ...end, ...upTo }) };
    });
  }
}

function further(a: StoredPosition | undefined, b: StoredPosition): StoredPosition {
  return a !== undefined && a.nextOffset > b.nextOffset ? a : b;
}
