import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Values written by one schema, as Apache Avro reads them by the same or another. */
export interface Readings {
  /** Of `constructs` or `evolutions`; none of what was made at random. */
  readonly name?: string;
  readonly writer: unknown;
  /** Absent where it is the writer's. */
  readonly reader?: unknown;
  /** Java reads everything. */
  readonly by: readonly ('java' | 'python')[];
  readonly values: readonly { readonly hex: string; readonly read: unknown }[];
}

export const readingFile = join(import.meta.dirname, '../../fixtures/avro-readings/readings.json');

export function readReadings(): readonly Readings[] {
  return JSON.parse(readFileSync(readingFile, 'utf8')) as readonly Readings[];
}
