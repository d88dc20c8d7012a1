import type { SchemaObject } from '@nestjs/swagger';
import { problemSchema } from '@spillway/nest';

const text: SchemaObject = { type: 'string' };
const whole: SchemaObject = { type: 'integer', minimum: 0 };
const attribute: SchemaObject = { type: 'string', minLength: 1, maxLength: 256 };

export const orderPlacedSchema: SchemaObject = {
  type: 'object',
  description: 'Contract retail.orders.OrderPlaced; decimals are text with up to 4 decimals.',
  required: ['invoiceNo', 'country', 'placedAt', 'lines'],
  properties: {
    invoiceNo: text,
    customerId: { type: ['string', 'null'] },
    country: text,
    placedAt: { type: 'string', format: 'date-time' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['stockCode', 'quantity', 'unitPrice'],
        properties: {
          stockCode: text,
          description: { type: ['string', 'null'] },
          quantity: { type: 'integer', format: 'int32' },
          unitPrice: { type: 'string', pattern: '^-?[0-9]{1,8}(\\.[0-9]{1,4})?$' },
        },
      },
    },
  },
};

const cloudEventSchema: SchemaObject = {
  type: 'object',
  description: 'A CloudEvents 1.0 event in structured JSON form.',
  required: ['specversion', 'id', 'source', 'type', 'data'],
  properties: {
    specversion: { type: 'string', enum: ['1.0'] },
    id: { ...attribute, description: 'The sender’s; the same id again is the same event again.' },
    source: attribute,
    type: { ...attribute, description: 'Full name of a contract in schemas/.' },
    time: { type: 'string', format: 'date-time', description: 'From 1990 to an hour from now, with a zone.' },
    subject: attribute,
    correlationid: attribute,
    causationid: attribute,
    traceparent: text,
    datacontenttype: { type: 'string', enum: ['application/json'] },
    data: { type: 'object', description: 'The data as the contract of `type` says.' },
  },
};

export const cloudEventBodySchema: SchemaObject = {
  oneOf: [cloudEventSchema, { type: 'array', maxItems: 10_000, items: cloudEventSchema }],
};

export const acceptedSchema: SchemaObject = {
  type: 'object',
  required: ['id', 'topic', 'partition', 'offset', 'deduplicated'],
  properties: {
    id: text,
    topic: text,
    partition: whole,
    offset: { type: 'string', description: 'Text: offsets outgrow JSON’s numbers.' },
    deduplicated: { type: 'boolean', description: 'An earlier copy of the same event is what lies there.' },
  },
};

export const batchAnswerSchema: SchemaObject = {
  type: 'array',
  items: {
    oneOf: [
      { ...acceptedSchema, properties: { status: { type: 'integer', enum: [202] }, ...acceptedSchema.properties } },
      { ...problemSchema, properties: { id: text, ...problemSchema.properties } },
    ],
  },
};

export const importStatusSchema: SchemaObject = {
  type: 'object',
  required: ['id', 'state', 'input', 'produced'],
  properties: {
    id: { type: ['string', 'null'] },
    state: { type: 'string', enum: ['none', 'running', 'done', 'failed'] },
    error: text,
    input: {
      type: 'object',
      properties: {
        files: whole,
        lines: whole,
        orders: whole,
        rejectedLines: whole,
        rejectedOrders: whole,
        rejects: {
          type: 'array',
          maxItems: 100,
          items: { type: 'object', properties: { file: text, line: whole, reason: text } },
        },
      },
    },
    produced: { type: 'object', additionalProperties: whole },
  },
};
