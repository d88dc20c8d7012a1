import type { SchemaObject } from '@nestjs/swagger';

const text: SchemaObject = { type: 'string' };
const textOrNull = { type: ['string', 'null'] } as unknown as SchemaObject;
const count: SchemaObject = { type: 'integer', minimum: 0 };
const object = (description: string): SchemaObject => ({ type: 'object', description, additionalProperties: true });
const list = (items: SchemaObject, description?: string): SchemaObject => ({
  type: 'array',
  items,
  ...(description === undefined ? {} : { description }),
});

const partitionSchema: SchemaObject = {
  type: 'object',
  required: ['topic', 'partition', 'state', 'lag'],
  properties: {
    topic: text,
    partition: count,
    state: { ...text, description: 'running, paused, suspended, rebuilding, stopped-at-gap or draining.' },
    reason: textOrNull,
    doneOffset: count,
    endOffset: count,
    lag: count,
    heldKeys: { ...count, description: 'Keys that dead letters hold.' },
  },
};

export const groupSchema: SchemaObject = {
  type: 'object',
  description: 'The group as the instance sees it that was asked.',
  required: ['group', 'state', 'partitions', 'paused', 'drained', 'incidents', 'budgets', 'breakers', 'counters'],
  properties: {
    group: text,
    state: text,
    reason: textOrNull,
    partitions: list(partitionSchema),
    paused: list(
      object('topic, partition, isPaused'),
      'What operators asked for; the last that names a partition counts.',
    ),
    drained: list(
      object('topic, tier, left'),
      'Retry topics that the group only reads until they are empty; `left` counts records of this instance.',
    ),
    incidents: list(object('A partition that waits for an operator, and why.')),
    budgets: list(object('handler, isSpent')),
    breakers: list(object('dependency, state; closed ones are left out')),
    counters: object('By topic, of this instance since its start.'),
    lastProgressAt: text,
  },
};

export const groupExample = {
  group: 'payments',
  state: 'running',
  reason: null,
  partitions: [
    {
      topic: 'retail.orders',
      partition: 0,
      doneOffset: 41,
      endOffset: 44,
      lag: 3,
      state: 'paused',
      reason: null,
      heldKeys: 0,
    },
  ],
  paused: [{ topic: 'retail.orders', isPaused: true }],
  drained: [{ topic: 'retail.orders', tier: 'retail.orders.payments.retry.5s', left: 2 }],
  incidents: [],
  budgets: [{ handler: 'CapturePayment', isSpent: false }],
  breakers: [],
  counters: { 'retail.orders': { retried: 14, held: 2, deadLettered: 1, suspendedMs: 0 } },
  lastProgressAt: '2026-11-26T09:13:22.120Z',
};

export const letterSchema: SchemaObject = {
  ...object('Where it lies and came from, its causes, its event. In full: headers, payload and bytes, too.'),
  required: ['id', 'at', 'origin', 'first', 'last', 'redriveCount'],
  properties: { id: { ...text, description: 'topic/partition/offset' } },
};

export const letterExample = {
  id: 'retail.orders.payments.dlq/3/17',
  group: 'payments',
  handler: 'CapturePayment',
  appVersion: '0.1.0',
  attempts: 4,
  redriveJob: null,
  redriveCount: 0,
  at: '2026-11-26T09:13:22.120Z',
  key: '17850',
  origin: { topic: 'retail.orders', partition: 3, offset: 171, at: '2026-11-26T09:12:11.031Z' },
  first: { errorClass: 'Error', code: null, message: 'The gateway answered 500' },
  last: { errorClass: 'Error', code: null, message: 'The gateway answered 500', fingerprint: '1:7f3a' },
};

export const lettersSchema: SchemaObject = {
  type: 'object',
  required: ['deadLetters', 'nextCursor'],
  properties: { deadLetters: list(letterSchema), nextCursor: textOrNull },
};

export const waitingSchema: SchemaObject = {
  type: 'object',
  required: ['records', 'nextCursor'],
  properties: {
    records: list({
      type: 'object',
      required: ['kind', 'source', 'topic', 'partition', 'offset', 'type', 'schemaHeaderBase64', 'valueBase64'],
      properties: {
        kind: { ...text, enum: ['retry', 'dead-letter'] },
        source: { ...text, description: 'The topic of the group that it came from.' },
        topic: text,
        partition: count,
        offset: count,
        type: { ...textOrNull, description: 'As its header says.' },
        schemaHeaderBase64: { ...textOrNull, description: 'The header that names its schema, where it has one.' },
        valueBase64: { ...textOrNull, description: 'As it lies in the log, frame and all.' },
      },
    }),
    nextCursor: textOrNull,
  },
};

export const waitingExample = {
  records: [
    {
      kind: 'retry',
      source: 'retail.orders',
      topic: 'retail.orders.payments.retry.10s',
      partition: 3,
      offset: 12,
      type: 'retail.orders.OrderPlaced',
      schemaHeaderBase64: null,
      valueBase64: 'AAAAAAcGNTM2',
    },
  ],
  nextCursor: null,
};

export const sentBackSchema: SchemaObject = {
  type: 'object',
  required: ['job', 'letters'],
  properties: {
    job: text,
    letters: list({
      type: 'object',
      required: ['id', 'outcome', 'toTopic'],
      properties: { id: text, outcome: { ...text, enum: ['sent', 'repeated', 'superseded'] }, toTopic: text },
    }),
  },
};

export const sentBackExample = {
  job: '0b6e2f5c-4c5e-5f0a-9d6b-1f2e3d4c5b6a',
  letters: [{ id: 'retail.orders.payments.dlq/3/17', outcome: 'sent', toTopic: 'retail.orders.payments.retry.1s' }],
};

/** What a body may look like, for the description of the API. */
export const bodySchema = (properties: Readonly<Record<string, SchemaObject>>): SchemaObject => ({
  type: 'object',
  additionalProperties: false,
  properties: { ...properties },
});

export const fields = { text, count, texts: list(text) };
