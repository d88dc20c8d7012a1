/**
 * What can be asked of the audit store's figures, by subject: this is the whole allow-list. `time` says which time its
 * hours are: when a record was published, when the event happened, or when a delivery was written down.
 */
export const analyticsSubjects = {
  /** Records of all audited topics. */
  records: { time: 'record', measures: ['records'], dimensions: ['topic', 'type', 'kind', 'schemaId'] },
  /** From published to stored, in milliseconds; exact to about 2 %. */
  delays: { time: 'record', measures: ['records', 'p50Ms', 'p95Ms', 'p99Ms'], dimensions: ['topic'] },
  /**
   * Records by key. Kept are the 200 keys of each hour and topic with the most; a key's count is exact as long as it was
   * among them, and never above `recordsAtMost`. Key null stands for all that were not kept.
   */
  keys: { time: 'record', measures: ['records', 'recordsAtMost'], dimensions: ['topic', 'key'] },
  /** Dead letters: parked, and sent back to their group. */
  deadLetters: { time: 'record', measures: ['parked', 'sentBack'], dimensions: ['topic', 'group'] },
  /**
   * What became of deliveries, by the ledger; a record of which two ranges tell that were written down in the same hour counts
   * once. Plain successes name no handler: shares make sense by group and version, a handler's row counts what went otherwise.
   */
  deliveries: {
    time: 'delivery',
    measures: ['deliveries', 'completed', 'retried', 'deadLettered', 'suspended', 'errorRate', 'retryRate'],
    dimensions: ['group', 'handler', 'version'],
  },
  /**
   * How long handlers took, in milliseconds; of plain successes rounded up to the bounds of the ledger. What was handled twice
   * counts twice.
   */
  processing: { time: 'delivery', measures: ['deliveries', 'p50Ms', 'p95Ms', 'p99Ms'], dimensions: ['group'] },
  /**
   * How long deliveries waited, in milliseconds from the publication of their record: until their first attempt began, and
   * until they ended, as completed or as a dead letter. Of plain successes the ledger knows the latest moment. What ended
   * more than a day after its publication is left out.
   */
  waits: {
    time: 'delivery',
    measures: [
      'deliveries',
      'queueP50Ms',
      'queueP95Ms',
      'queueP99Ms',
      'endToEndP50Ms',
      'endToEndP95Ms',
      'endToEndP99Ms',
    ],
    dimensions: ['group'],
  },
  /** The sample's orders, each event once; amounts as decimal text. Revenue is sales plus (negative) cancellations. */
  sales: {
    time: 'event',
    measures: ['revenue', 'orders', 'cancellations', 'sold', 'cancelled'],
    dimensions: ['country'],
  },
  /** Lines of those orders by product. */
  products: { time: 'event', measures: ['sold', 'quantity', 'lines', 'returned', 'name'], dimensions: ['product'] },
} as const;

export type AnalyticsSubject = keyof typeof analyticsSubjects;
export type AnalyticsTime = (typeof analyticsSubjects)[AnalyticsSubject]['time'];
export type AnalyticsMeasure<S extends AnalyticsSubject = AnalyticsSubject> =
  (typeof analyticsSubjects)[S]['measures'][number];
export type AnalyticsDimension<S extends AnalyticsSubject = AnalyticsSubject> =
  (typeof analyticsSubjects)[S]['dimensions'][number];

export interface AnalyticsQuestion<S extends AnalyticsSubject = AnalyticsSubject> {
  readonly subject: S;
  /** At least one; without an interval the first one orders the rows, greatest first. */
  readonly measures: readonly AnalyticsMeasure<S>[];
  readonly groupBy: readonly AnalyticsDimension<S>[];
  /** A dimension has one of these values; numbers as text. */
  readonly filter: Readonly<Partial<Record<AnalyticsDimension<S>, readonly string[]>>>;
  /** Null: one row per group over the whole range. */
  readonly interval: 'hour' | 'day' | null;
  /** A whole hour, inclusive; milliseconds since the epoch, UTC. */
  readonly fromMs: number;
  /** A whole hour, exclusive. */
  readonly toMs: number;
  readonly limit: number;
}

/** The measures and dimensions that were asked for by name; `timeMs` is the start of the interval, null without one. */
export interface AnalyticsRow {
  readonly timeMs: number | null;
  readonly [name: string]: number | string | null;
}

export interface AnalyticsAnswer {
  /** By time, then by the first measure, greatest first. */
  readonly rows: readonly AnalyticsRow[];
  /** There were more rows than `limit`. */
  readonly truncated: boolean;
}

/** The first and the last hour that hold anything of a subject's time; null when nothing does. */
export interface AnalyticsSpan {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

/**
 * Figures over stored records: hours that nothing has been added to lately come from rollups, all others are read live,
 * so that an answer is what a count over all records would give at that moment.
 *
 * Errors: `SPW-7002` not answering · `SPW-7005` a question took too long.
 */
export interface AuditBoards {
  ask(question: AnalyticsQuestion, signal?: AbortSignal): Promise<AnalyticsAnswer>;
  span(time: AnalyticsTime, signal?: AbortSignal): Promise<AnalyticsSpan | null>;
  /**
   * Rolls up every hour that has changed since the last time and is over. Safe at any moment, in any number of
   * processes: one goes on when another has ended.
   *
   * @returns hours that were rolled up
   */
  rollUp(signal?: AbortSignal): Promise<number>;
}
