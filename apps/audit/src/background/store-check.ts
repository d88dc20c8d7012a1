import type {
  AuditStore,
  Clock,
  Logger,
  Metrics,
  PartitionCoverage,
  RangeFinding,
  Transport,
} from '@spillway/streaming';
import { readCommittedLog } from '../log/read-committed-log.js';

export interface StoreCheckParts {
  readonly store: Pick<AuditStore, 'coverage' | 'verify' | 'verifiedTo' | 'noteVerified'>;
  readonly transport: Pick<Transport, 'admin'>;
  readonly topics: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What is stored on its way is no gap for longer. */
const onItsWayMs = 30_000;
/** A range that was stored this long ago is closed: its rows and its manifest are there. */
const closedAfterMs = 180_000;
const fullEveryMs = 24 * 60 * 60 * 1000;
const rangesPerPage = 1_000;
/** Of one topic; past them it is bad enough, and they take memory. */
const maxKnownRanges = 10_000;

/** What says which range it is, and of what kind: rows of a time ahead are found by every look. */
interface Mismatches {
  readonly ranges: Set<string>;
  readonly first: RangeFinding;
}

interface TopicState {
  readonly missing: number;
  readonly duplicates: number;
  readonly mismatches: number;
}

/**
 * Compares log and store, and what is stored with its hashes: ranges that were closed since the last time, and once a day
 * all, the last time that nothing was found counting over restarts. Tells it as metrics, and as an error when a topic turns bad.
 */
export class StoreCheck {
  readonly #bad = new Set<string>();
  #mismatches: ReadonlyMap<string, Mismatches> = new Map();
  #checkedToMs = 0;
  /** Up to where all was verified at once; undefined before anything was. */
  #fullToMs: number | undefined;
  /** Up to where all was verified at once and nothing found, until that is noted. */
  #toNoteMs: number | undefined;

  constructor(private readonly parts: StoreCheckParts) {}

  /** @throws SpillwayError of the store or the log: to be tried again */
  async run(signal: AbortSignal): Promise<void> {
    const coverage = await this.#coverage(signal);
    // What is missing is told also when rows cannot be hashed; that all is well only after they were.
    this.#tellAll(coverage, { isVerified: false });
    await this.#verify(signal);
    this.#tellAll(coverage, { isVerified: true });
    const { metrics, clock } = this.parts;
    metrics.set('spillway_audit_last_check_timestamp_seconds', Math.floor(clock.nowMs() / 1000));
    await this.#note(signal);
  }

  /** Asked again where something is missing: rounds are stored side by side, so an earlier one may just be on its way. */
  async #coverage(signal: AbortSignal): Promise<readonly PartitionCoverage[]> {
    const { store, transport, topics, clock } = this.parts;
    const log = await readCommittedLog(transport.admin(), topics);
    const coverage = await store.coverage(log, { signal, patient: true });
    if (coverage.every(isWhole)) return coverage;
    await clock.sleep(onItsWayMs, signal);
    const doubtful = coverage.filter((partition) => !isWhole(partition));
    return store.coverage(doubtful, { signal, patient: true });
  }

  async #verify(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.parts;
    const toMs = clock.nowMs() - closedAfterMs;
    this.#fullToMs ??= await this.#noted(toMs, signal);
    const isFull = toMs - this.#fullToMs >= fullEveryMs;
    const known = isFull ? [] : [...this.#mismatches];
    const found = new Map(known.map(([topic, { ranges, first }]) => [topic, { ranges: new Set(ranges), first }]));
    let cursor: string | undefined;
    do {
      const query = { ...(isFull ? {} : { fromMs: this.#checkedToMs }), toMs, limit: rangesPerPage };
      const page = await store.verify({ ...query, ...(cursor === undefined ? {} : { cursor }) }, signal);
      for (const finding of page.findings) {
        const { ranges, first } = found.get(finding.topic) ?? { ranges: new Set(), first: finding };
        if (ranges.size < maxKnownRanges) ranges.add(rangeName(finding));
        found.set(finding.topic, { ranges, first });
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    this.#mismatches = found;
    this.#checkedToMs = toMs;
    if (!isFull) return;
    this.#fullToMs = toMs;
    // Who finds something looks at all again after a start, so that it is still told.
    this.#toNoteMs = found.size === 0 ? toMs : undefined;
  }

  /** After what was found is told: a note that fails, which is for the next start, is tried again at the next turn. */
  async #note(signal: AbortSignal): Promise<void> {
    if (this.#toNoteMs === undefined) return;
    await this.parts.store.noteVerified(this.#toNoteMs, signal);
    this.#toNoteMs = undefined;
  }

  /** What was stored until then need not be looked at again now. A note of the future is none. */
  async #noted(toMs: number, signal: AbortSignal): Promise<number> {
    const notedMs = await this.parts.store.verifiedTo(signal);
    if (notedMs === undefined || notedMs > toMs) return -Infinity;
    this.#checkedToMs = notedMs;
    return notedMs;
  }

  #stateOf(topic: string, coverage: readonly PartitionCoverage[]): TopicState {
    const partitions = coverage.filter((partition) => partition.topic === topic);
    const sum = (of: (partition: PartitionCoverage) => number): number =>
      partitions.reduce((total, partition) => total + of(partition), 0);
    return {
      missing: sum(({ missingRecords }) => missingRecords),
      duplicates: sum(({ duplicates }) => duplicates),
      mismatches: this.#mismatches.get(topic)?.ranges.size ?? 0,
    };
  }

  #tellAll(coverage: readonly PartitionCoverage[], { isVerified }: { readonly isVerified: boolean }): void {
    for (const topic of new Set([...this.parts.topics, ...this.#mismatches.keys(), ...this.#bad])) {
      this.#tell(topic, this.#stateOf(topic, coverage), isVerified);
    }
  }

  #tell(topic: string, state: TopicState, isVerified: boolean): void {
    const { metrics, logger } = this.parts;
    metrics.set('spillway_audit_missing_records', state.missing, { topic });
    metrics.set('spillway_audit_duplicate_records', state.duplicates, { topic });
    if (isVerified) metrics.set('spillway_audit_mismatched_ranges', state.mismatches, { topic });
    const isBad = state.missing > 0 || state.duplicates > 0 || state.mismatches > 0;
    if (isBad === this.#bad.has(topic)) return;
    if (isBad) {
      const first = this.#mismatches.get(topic)?.first;
      const at = first && `${first.problem} in ${first.partition}/${first.first}-${first.last}`;
      logger.error({ topic, ...state, at }, 'The audit store is not complete, or not as it was written');
      this.#bad.add(topic);
    } else if (isVerified) {
      logger.info({ topic }, 'The audit store is complete and as it was written again');
      this.#bad.delete(topic);
    }
  }
}

function isWhole({ missingRecords, duplicates }: PartitionCoverage): boolean {
  return missingRecords === 0 && duplicates === 0;
}

/** Rows that no manifest knows may become more. */
function rangeName({ topicId, partition, first, last, problem, storedAtMs }: RangeFinding): string {
  return `${topicId}/${partition}/${first}-${storedAtMs === null ? '' : last} ${problem}`;
}
