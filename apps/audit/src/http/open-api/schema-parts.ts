import type { SchemaObject } from '@nestjs/swagger';

export const text: SchemaObject = { type: 'string' };
export const textOrNull: SchemaObject = { type: ['string', 'null'] };
export const count: SchemaObject = { type: 'integer', minimum: 0 };
export const offset: SchemaObject = {
  type: 'string',
  pattern: '^[0-9]+$',
  description: 'Text: offsets outgrow JSON’s numbers.',
};
export const time: SchemaObject = { type: 'string', format: 'date-time' };
export const timeOrNull: SchemaObject = { type: ['string', 'null'], format: 'date-time' };
export const bytes: SchemaObject = {
  oneOf: [text, { type: 'object', required: ['base64'], properties: { base64: text } }],
  description: 'Text where the bytes are UTF-8, otherwise base64.',
};

/** An object whose members are all there, but for the optional ones. */
export function record(
  properties: Readonly<Record<string, SchemaObject>>,
  optional: readonly string[] = [],
): SchemaObject {
  return {
    type: 'object',
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    properties: { ...properties },
  };
}

export function withExample(schema: SchemaObject, example: object): SchemaObject {
  return { ...schema, example };
}

/** In every answer. */
export const completeUpTo: SchemaObject = {
  oneOf: [
    { type: 'null' },
    record({
      time: { ...timeOrNull, description: 'Every record published before is stored.' },
      complete: { type: 'boolean', description: 'Everything that was in the log at asOf is stored.' },
      asOf: { ...time, description: 'When log and store were compared.' },
    }),
  ],
  description: 'Up to when the answer knows everything; null while the log has not answered since the start.',
  example: { time: '2010-12-01T08:26:00.000Z', complete: true, asOf: '2010-12-01T08:26:00.000Z' },
};
