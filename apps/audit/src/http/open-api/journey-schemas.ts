import type { SchemaObject } from '@nestjs/swagger';
import { answerExamples } from './answer-examples.js';
import { storedDelivery } from './delivery-schemas.js';
import { completeUpTo, count, offset, record, text, textOrNull, time, withExample } from './schema-parts.js';
import { storedRecord } from './schemas.js';

const index: SchemaObject = { ...count, description: 'Index in events.' };
const times = {
  attempts: { ...count, description: 'Times a handler was called.' },
  retries: count,
  deadLetters: count,
  queueMs: {
    type: 'number',
    description: 'From publication to the beginning of the first attempt; of a group, summed over its events.',
    example: 18,
  },
  processingMs: { type: 'number', description: 'In handlers, all attempts together.', example: 4.2 },
  endToEndMs: {
    type: ['number', 'null'],
    description: 'From publication to the end; null while it goes on. Of a group, from its first event on.',
    example: 22.2,
  },
  exact: { type: 'boolean', description: 'False where the ledger knows a range only: the end is its latest moment.' },
} satisfies Record<string, SchemaObject>;

export const journeySchema = withExample(
  record({
    id: { ...text, example: '536365' },
    correlationIds: { type: 'array', items: text },
    startedAt: time,
    endedAt: time,
    durationMs: { type: 'number' },
    cut: { type: 'boolean', description: 'It has more than 1,000 records or 10,000 deliveries.' },
    groups: {
      type: 'array',
      items: record({ group: { ...text, example: 'payments' }, events: count, ...times }),
      description: 'Queue and processing times of all its events together; end to end from the first publication.',
    },
    events: {
      type: 'array',
      minItems: 1,
      description: 'Oldest first.',
      items: record({
        ...storedRecord,
        parent: { type: ['integer', 'null'], minimum: 0, description: 'Index of the event that caused it.' },
        repeats: {
          type: 'array',
          items: record(storedRecord),
          description: 'The same event once more in main topics.',
        },
        copies: { type: 'array', items: record(storedRecord), description: 'In retry and dead-letter topics.' },
        legs: {
          type: 'array',
          description: 'Its way through each group.',
          items: record({
            group: text,
            outcome: storedDelivery.outcome,
            ...times,
            deliveries: { type: 'array', items: record(storedDelivery) },
          }),
        },
      }),
    },
    sequence: {
      type: 'array',
      description: 'Everything that happened, one after the other.',
      items: record({
        time,
        exact: { type: 'boolean', description: 'False when time is only the latest moment it can have been.' },
        what: { type: 'string', enum: ['published', 'repeated', 'copied', 'delivered'] },
        event: index,
        topic: text,
        partition: count,
        offset,
        group: textOrNull,
        outcome: textOrNull,
        attempt: { type: ['integer', 'null'], minimum: 0 },
      }),
    },
    tree: {
      type: 'array',
      description: 'Which event caused which; caused holds the same again.',
      items: record({
        event: index,
        type: textOrNull,
        eventId: textOrNull,
        caused: { type: 'array', items: { type: 'object' } },
      }),
    },
    completeUpTo,
  }),
  answerExamples.journey,
);
