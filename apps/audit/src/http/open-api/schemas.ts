import type { SchemaObject } from '@nestjs/swagger';
import { answerExamples } from './answer-examples.js';
import { storedDelivery } from './delivery-schemas.js';
import { bytes, completeUpTo, count, offset, record, text, textOrNull, time, withExample } from './schema-parts.js';

export const storedRecord = {
  topic: text,
  partition: count,
  offset,
  topicId: { ...text, description: 'Tells a topic from one that had its name before.' },
  timestamp: { ...time, description: 'When it was published.' },
  timestampClamped: { type: 'boolean', description: 'The store cannot hold the time that the log has.' },
  eventTime: { type: ['string', 'null'], format: 'date-time', description: 'When it happened.' },
  recordedAt: { ...time, description: 'When it was stored.' },
  key: { oneOf: [{ type: 'null' }, ...(bytes.oneOf ?? [])], description: bytes.description },
  eventId: textOrNull,
  source: textOrNull,
  type: textOrNull,
  subject: textOrNull,
  correlationId: textOrNull,
  causationId: textOrNull,
  traceId: textOrNull,
  schemaId: { type: ['integer', 'null'] },
  kind: { type: 'string', enum: ['event', 'tombstone', 'undecodable'] },
  reason: { ...textOrNull, description: 'Why it does not decode, or what else is odd about it.' },
  valueSizeBytes: { type: ['integer', 'null'], minimum: 0 },
} satisfies Record<string, SchemaObject>;

export const recordPageSchema = withExample(
  record({
    records: { type: 'array', items: record(storedRecord) },
    nextCursor: { ...textOrNull, description: 'For the next page, with the same filters; null on the last.' },
    completeUpTo,
  }),
  answerExamples.records,
);

export const eventRecordsSchema = withExample(
  record({
    id: text,
    records: {
      type: 'array',
      minItems: 1,
      items: record(
        {
          ...storedRecord,
          headers: { type: 'array', items: record({ name: text, value: bytes }) },
          payload: { description: 'The data as JSON by its contract; null where it does not decode.' },
          valueBase64: { ...textOrNull, description: 'The bytes, only of a record that does not decode.' },
        },
        ['valueBase64'],
      ),
    },
    deliveries: { type: 'array', items: record(storedDelivery), description: 'What became of them, in every group.' },
    completeUpTo,
  }),
  answerExamples.event,
);

const ranges: SchemaObject = {
  type: 'array',
  items: record({ first: offset, last: { ...offset, description: 'Inclusive.' } }),
};

export const completenessSchema = withExample(
  record({
    complete: { type: 'boolean' },
    partitions: {
      type: 'array',
      items: record({
        topic: text,
        partition: count,
        begin: offset,
        end: { ...offset, description: 'Exclusive.' },
        stored: count,
        gaps: ranges,
        missing: { ...count, description: 'Offsets in all gaps.' },
        refused: { ...count, description: 'Records that ClickHouse refused: they lie in spillway.audit.dlq.' },
        empty: {
          ...ranges,
          description: 'What never held a record: control records of transactions, compacted ones. No gaps.',
        },
        dropped: { ...ranges, description: 'What retention has dropped: no gaps.' },
        duplicates: {
          ...count,
          description:
            'Positions of the whole partition that readers see more than once; anything but 0 is a defect. What was written again for safety is ' +
            'seen once, however often it lies there until it is merged.',
        },
        lag: { ...count, description: 'Offsets at the end of the log that are not stored yet.' },
        completeUpTo: record({
          offset: { ...offset, description: 'Exclusive: everything below is stored.' },
          time: { type: ['string', 'null'], format: 'date-time' },
        }),
      }),
    },
  }),
  answerExamples.completeness,
);

export const summarySchema = withExample(
  record({
    events: { type: 'object', description: 'Distinct ids by event topic.', additionalProperties: count },
    repeatedEvents: { ...count, description: 'Further records of an event that was there before.' },
    records: count,
    gaps: { ...count, description: 'Missing log positions.' },
    duplicates: count,
    lag: count,
    completeUpTo,
  }),
  answerExamples.summary,
);
