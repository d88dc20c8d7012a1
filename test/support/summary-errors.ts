import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const schemaFile = resolve(import.meta.dirname, '../../docs/reference/summary.schema.json');
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);

/** Where a summary breaks its published schema; empty when it does not. */
export function summaryErrors(summary: unknown): readonly string[] {
  validate(summary);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
