import { list, text } from '@spillway/streaming';
import { z } from 'zod';

/** The import that this process runs once it is ready. */
export const importConfigSchema = z.object({
  SPILLWAY_IMPORT_FILES: list().optional().meta({
    description:
      'CSV files to import, plain or gzipped, comma-separated, in this order; without it nothing is imported.',
    example: '/data/2010-12.csv.gz,/data/2011-01.csv.gz',
  }),
  SPILLWAY_IMPORT_ID: text().max(200).optional().meta({
    description: 'Name of the import run. Started again under the same name, a run goes on where it was.',
    example: 'december',
  }),
  SPILLWAY_IMPORT_RATE: z.coerce.number().positive().max(1_000_000).optional().meta({
    description: 'Upper limit of the import; as fast as the log takes them when absent.',
    unit: 'events per second',
    example: 500,
  }),
  SPILLWAY_IMPORT_REJECTS_FILE: text().optional().meta({
    description: 'File that gets all rejects of the run, one JSON document per line.',
    example: '/data/rejects.ndjson',
  }),
});

export type ImportConfig = Readonly<z.output<typeof importConfigSchema>>;
