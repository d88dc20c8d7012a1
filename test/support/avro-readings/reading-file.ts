import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Values of one schema, as Apache Avro reads them in Java and in Python. */
export interface Readings {
  readonly schema: unknown;
  readonly values: readonly { readonly hex: string; readonly read: unknown }[];
}

export const readingFile = join(import.meta.dirname, '../../fixtures/avro-readings/readings.json');

export function readReadings(): readonly Readings[] {
  return JSON.parse(readFileSync(readingFile, 'utf8')) as readonly Readings[];
}
