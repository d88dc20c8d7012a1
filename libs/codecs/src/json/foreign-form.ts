import type { JsonForm } from './json-form.js';

/** For types that only foreign schemas have, such as a union of several types: shown as well as JSON can, never parsed. */
export const foreignForm: JsonForm = {
  parse: (_json, pointer, issues) => issues.add(pointer, 'is of a type that has no form in JSON'),
  print: printForeign,
};

function printForeign(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(printForeign);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, printForeign(part)]));
}
