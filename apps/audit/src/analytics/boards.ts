import type { AnalyticsQuestion } from '@spillway/streaming';

/** A ready question and how people see it. */
export interface Board extends Pick<AnalyticsQuestion, 'subject' | 'measures' | 'groupBy' | 'filter'> {
  readonly title: string;
  readonly description: string;
  /** Over time, or a list of the greatest. */
  readonly shape: 'series' | 'list';
  /** What a line of the chart is: a group by the first measure, or a measure over all groups. */
  readonly lines: 'groups' | 'measures';
}

const board = (definition: Omit<Board, 'filter' | 'lines'> & Partial<Pick<Board, 'lines'>>): Board => ({
  filter: {},
  lines: definition.groupBy.length === 0 ? 'measures' : 'groups',
  ...definition,
});

/** In the order of the page. */
export const boards = {
  volume: board({
    title: 'Volume by type',
    description: 'Records of all audited topics by event type.',
    subject: 'records',
    measures: ['records'],
    groupBy: ['type'],
    shape: 'series',
  }),
  'ingestion-delay': board({
    title: 'Ingestion delay',
    description: 'From published to stored, in milliseconds.',
    subject: 'delays',
    measures: ['p50Ms', 'p95Ms', 'p99Ms', 'records'],
    groupBy: [],
    shape: 'series',
  }),
  'dead-letters': board({
    title: 'Dead letters in and out',
    description: 'Parked, and sent back to their group.',
    subject: 'deadLetters',
    measures: ['parked', 'sentBack'],
    groupBy: ['topic', 'group'],
    shape: 'series',
    lines: 'measures',
  }),
  'processing-times': board({
    title: 'Processing times',
    description:
      'How long handlers took, in milliseconds, by the delivery ledger; a record handled twice, as after a rebalance, counts twice.',
    subject: 'processing',
    measures: ['p50Ms', 'p95Ms', 'p99Ms', 'deliveries'],
    groupBy: [],
    shape: 'series',
  }),
  'waiting-times': board({
    title: 'Queue and end-to-end times',
    description:
      'From publication to the first attempt, and to the end of a delivery, in milliseconds, by the delivery ledger. What ended more than a day after its publication is left out.',
    subject: 'waits',
    measures: ['queueP50Ms', 'queueP95Ms', 'queueP99Ms', 'endToEndP50Ms', 'endToEndP95Ms', 'endToEndP99Ms'],
    groupBy: [],
    shape: 'series',
  }),
  outcomes: board({
    title: 'Error and retry rate',
    description: 'Deliveries of each group and version: the share that became dead letters, and that was tried again.',
    subject: 'deliveries',
    measures: ['errorRate', 'retryRate', 'deliveries', 'retried', 'deadLettered'],
    groupBy: ['group', 'version'],
    shape: 'list',
  }),
  handlers: board({
    title: 'Failing handlers',
    description:
      'Dead letters and retries by handler: how many, not their share, because the ledger counts plain successes without a handler.',
    subject: 'deliveries',
    measures: ['deadLettered', 'retried', 'suspended'],
    groupBy: ['group', 'handler', 'version'],
    shape: 'list',
  }),
  'schema-versions': board({
    title: 'Schema versions in use',
    description: 'Records by event type and schema id.',
    subject: 'records',
    measures: ['records'],
    groupBy: ['type', 'schemaId'],
    shape: 'series',
  }),
  'top-keys': board({
    title: 'Top keys',
    description: 'Keys with the most records. A key of null stands for all that were not kept.',
    subject: 'keys',
    measures: ['records', 'recordsAtMost'],
    groupBy: ['topic', 'key'],
    shape: 'list',
  }),
  revenue: board({
    title: 'Revenue by country',
    description: 'Sales and (negative) cancellations by the day of the order, in pounds; each event once.',
    subject: 'sales',
    measures: ['revenue', 'orders'],
    groupBy: ['country'],
    shape: 'series',
  }),
  products: board({
    title: 'Best products',
    description: 'What orders sold of a product, in pounds; what was returned is told apart.',
    subject: 'products',
    measures: ['sold', 'quantity', 'returned', 'name'],
    groupBy: ['product'],
    shape: 'list',
  }),
  cancellations: board({
    title: 'Orders and cancellations',
    description: 'Orders placed and cancelled, and the amount of the cancellations in pounds.',
    subject: 'sales',
    measures: ['orders', 'cancellations', 'cancelled'],
    groupBy: [],
    shape: 'series',
  }),
} as const satisfies Readonly<Record<string, Board>>;

export type BoardName = keyof typeof boards;

export const boardNames = Object.keys(boards) as readonly BoardName[];
