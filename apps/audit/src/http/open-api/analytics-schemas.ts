import type { SchemaObject } from '@nestjs/swagger';
import { z } from 'zod';
import { analyticsBodySchema } from '../query/analytics-input.js';
import { boardNames, boards } from '../../analytics/boards.js';
import { completeUpTo, record, text, time } from './schema-parts.js';

const span: SchemaObject = {
  type: ['object', 'null'],
  required: ['from', 'to'],
  properties: { from: time, to: time },
};

const answer = {
  from: time,
  to: time,
  interval: { type: ['string', 'null'], enum: ['hour', 'day', null] } as SchemaObject,
  completeUpTo,
  truncated: { type: 'boolean', description: 'There were more rows than the limit.' } as SchemaObject,
  rows: {
    type: 'array',
    description: 'By time, then the first measure, greatest first. Amounts are decimal text.',
    items: { type: 'object', properties: { time }, additionalProperties: { type: ['string', 'number', 'null'] } },
  } as SchemaObject,
};

export const analyticsAnswerSchema = record(answer);
export const boardAnswerSchema = record({ board: { ...text, enum: [...boardNames] }, ...answer });

export const boardListSchema = record({
  completeUpTo,
  spans: {
    ...record({ record: span, event: span, delivery: span }),
    description: 'Hours of each time that hold anything.',
  },
  boards: {
    type: 'array',
    items: record({
      name: text,
      title: text,
      description: text,
      time: { ...text, enum: ['record', 'event', 'delivery'] },
      shape: { ...text, enum: ['series', 'list'] },
      lines: { ...text, enum: ['groups', 'measures'], description: 'What a line of a chart of it is.' },
      groupBy: { type: 'array', items: text },
      measures: { type: 'array', items: text },
    }),
  },
});

const range = {
  from: '2010-12-01T00:00:00.000Z',
  to: '2010-12-02T00:00:00.000Z',
  interval: 'day',
  completeUpTo: { time: '2026-03-01T10:15:02.114Z', complete: true, asOf: '2026-03-01T10:15:02.114Z' },
  truncated: false,
};

export const boardAnswerExample = {
  board: 'revenue',
  ...range,
  rows: [{ time: '2010-12-01T00:00:00.000Z', country: 'United Kingdom', revenue: '54492.3600', orders: 116 }],
};

export const analyticsAnswerExample = {
  ...range,
  interval: null,
  rows: [{ country: 'EIRE', cancellations: 2, cancelled: '-19.8000' }],
};

export const boardListExample = {
  completeUpTo: range.completeUpTo,
  spans: { record: { from: '2026-03-01T10:00:00.000Z', to: '2026-03-01T11:00:00.000Z' }, event: null, delivery: null },
  boards: [
    {
      name: 'volume',
      title: boards.volume.title,
      description: boards.volume.description,
      time: 'record',
      shape: boards.volume.shape,
      lines: boards.volume.lines,
      groupBy: [...boards.volume.groupBy],
      measures: [...boards.volume.measures],
    },
  ],
};

export const analyticsBodyOpenApi = bodySchema();

function bodySchema(): SchemaObject {
  const { $schema: _, ...schema } = z.toJSONSchema(analyticsBodySchema, { io: 'input' }) as Record<string, unknown>;
  return schema;
}

export const analyticsBodyExamples = {
  cancellations: {
    summary: 'Cancellations by country in a month',
    value: {
      subject: 'sales',
      measures: ['cancellations', 'cancelled'],
      groupBy: ['country'],
      filter: { country: ['EIRE', 'France'] },
      from: '2010-12-01T00:00:00Z',
      to: '2011-01-01T00:00:00Z',
    },
  },
  undecodable: {
    summary: 'Records per hour that do not decode',
    value: { subject: 'records', measures: ['records'], filter: { kind: ['undecodable'] }, interval: 'hour' },
  },
};
