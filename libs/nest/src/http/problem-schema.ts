import type { SchemaObject } from '@nestjs/swagger';

const text: SchemaObject = { type: 'string' };

/** A problem document, for OpenAPI. */
export const problemSchema: SchemaObject = {
  type: 'object',
  description: 'RFC 9457 problem document.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'errorCode'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text,
    instance: { ...text, description: 'This occurrence; the log has it under the same id.' },
    errorCode: { type: 'string', pattern: '^SPW-[0-9]{4}$' },
    errors: {
      type: 'array',
      maxItems: 100,
      items: { type: 'object', required: ['pointer', 'detail'], properties: { pointer: text, detail: text } },
    },
  },
};
