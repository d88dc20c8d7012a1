import type { TextForm } from './text-form.js';

/** As RFC 9562 writes it, in any version and case. */
const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && form.test(value);
}

/** Avro `uuid` on a fixed of 16 bytes. */
export const uuidBytesForm: TextForm = {
  rule: 'must be a UUID',
  parse: (text) => (isUuid(text) ? Buffer.from(text.replaceAll('-', ''), 'hex') : undefined),
  print: (value) => (value as Buffer).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
};
