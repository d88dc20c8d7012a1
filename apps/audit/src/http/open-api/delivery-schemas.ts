import type { SchemaObject } from '@nestjs/swagger';
import { deliveryOutcomes } from '@spillway/streaming';
import { answerExamples } from './answer-examples.js';
import { bytes, completeUpTo, count, offset, record, text, textOrNull, time, withExample } from './schema-parts.js';

const outcome: SchemaObject = { type: 'string', enum: [...deliveryOutcomes] };
const ms: SchemaObject = { type: 'number', description: 'Milliseconds.' };
const texts: SchemaObject = { type: 'array', items: text };

export const storedDelivery = {
  group: { ...text, example: 'payments' },
  outcome: { ...outcome, example: 'retried' },
  range: {
    type: 'boolean',
    description:
      'Plain successes of one flush: durationMs is their mean, and they ended between endedFrom and endedTo.',
  },
  topic: { ...text, description: 'Where the record lay: the topic itself or a retry topic.', example: 'retail.orders' },
  partition: count,
  offset,
  lastOffset: { ...offset, description: 'Inclusive.' },
  origin: record({ topic: text, topicId: textOrNull, partition: count, offset, lastOffset: offset }),
  handler: textOrNull,
  attempt: { ...count, description: 'From 1; 0 when no handler was called.' },
  fromTier: { ...textOrNull, description: 'Delay of the retry tier it lay in, or `redrive`.' },
  toTier: { ...textOrNull, description: 'Delay of the retry tier it was put in.', example: '10s' },
  causeClass: { ...textOrNull, example: 'TypeError' },
  causeCode: textOrNull,
  fingerprint: { ...textOrNull, description: 'Failures alike have the same.', example: 'v1:2f8a90c1d4e6b7f3' },
  dependency: { ...textOrNull, description: 'What it waits for.' },
  redriveJob: textOrNull,
  eventSource: textOrNull,
  eventId: { ...textOrNull, description: 'Null for ranges, which name no events.' },
  type: textOrNull,
  correlationId: textOrNull,
  durationMs: { ...ms, example: 12.5 },
  endedFrom: { ...time, description: 'By the consumer’s clock.' },
  endedTo: time,
  timestamp: { ...time, description: 'When it was written down, by the log’s clock.' },
  appVersion: { ...text, example: '1.4.0' },
  instance: text,
  ledger: record({ topic: text, topicId: text, partition: count, offset, entry: count }),
} satisfies Record<string, SchemaObject>;

export const deliveryPageSchema = withExample(
  record({
    deliveries: { type: 'array', items: record(storedDelivery), description: 'Newest first.' },
    nextCursor: { ...textOrNull, description: 'For the next page, with the same filters; null on the last.' },
    completeUpTo,
  }),
  answerExamples.deliveries,
);

export const failurePageSchema = withExample(
  record({
    failures: {
      type: 'array',
      description: 'The most frequent first.',
      items: record({
        fingerprint: {
          ...textOrNull,
          description: 'Null for what was given up without an error.',
          example: 'v1:2f8a90c1d4e6b7f3',
        },
        failures: { ...count, description: 'Failed attempts.', example: 12 },
        records: { ...count, description: 'Distinct records that failed.', example: 4 },
        retried: count,
        deadLettered: count,
        suspended: count,
        firstSeen: time,
        lastSeen: time,
        causeClass: { ...textOrNull, example: 'TypeError' },
        causeCode: textOrNull,
        groups: texts,
        topics: texts,
        handlers: texts,
        types: texts,
        appVersions: { ...texts, description: 'Of the applications that failed.', example: ['1.4.0'] },
        keys: { type: 'array', items: bytes, description: 'Distinct keys of its newest records, of at most 20.' },
      }),
    },
    cut: { type: 'boolean', description: 'There are more fingerprints than limit.' },
    completeUpTo,
  }),
  answerExamples.failures,
);

export const sampleSchema = withExample(
  record({
    type: { ...text, example: 'retail.orders.OrderPlaced' },
    samples: {
      type: 'array',
      description: 'Newest first.',
      items: record({
        topic: text,
        topicId: text,
        partition: count,
        offset,
        timestamp: time,
        source: textOrNull,
        eventId: textOrNull,
        schemaId: { type: ['integer', 'null'] },
        schemaHeaderBase64: { ...textOrNull, description: 'The header that names its schema, where it has one.' },
        valueBase64: {
          ...text,
          description: 'The value as it lies in the log, frame and all.',
          example: 'AAAAAAcGNTM2',
        },
      }),
    },
    completeUpTo,
  }),
  answerExamples.sample,
);
