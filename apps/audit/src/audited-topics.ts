import {
  deadLetterTopic,
  deliveriesTopic,
  fulfilmentTopic,
  ordersTopic,
  paymentsTopic,
  redriveTopic,
  retailTopics,
  retryTopic,
} from '@spillway/events';

interface Reader {
  readonly group: string;
  readonly topic: string;
  /** Delay names of its retry tiers; none where it retries in place. */
  readonly retryDelays: readonly string[];
}

/** Which group reads what. Said here again: services share topics, never code. */
const readers: readonly Reader[] = [
  { group: 'inventory', topic: ordersTopic, retryDelays: [] },
  { group: 'inventory', topic: fulfilmentTopic, retryDelays: [] },
  { group: 'revenue', topic: ordersTopic, retryDelays: [] },
  { group: 'payments', topic: ordersTopic, retryDelays: ['1s', '10s', '1m'] },
  { group: 'fulfilment', topic: paymentsTopic, retryDelays: [] },
];

/** Every topic whose records the audit store keeps: the events, what waits for a retry, what was given up and what came back, and the ledger. */
export const auditedTopics: readonly string[] = [
  ...retailTopics.map(({ name }) => name),
  ...readers.flatMap(({ group, topic, retryDelays }) => [
    ...(retryDelays.length > 0
      ? retryDelays.map((delay) => retryTopic(topic, group, delay))
      : [redriveTopic(topic, group)]),
    deadLetterTopic(topic, group),
  ]),
  deliveriesTopic,
];
