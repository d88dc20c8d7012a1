import { integer, text } from '@spillway/streaming';
import { z } from 'zod';

/** Where an app keeps its state. Without a PostgreSQL the app embeds one (PGlite) in its own folder. */
export const stateConfigSchema = z.object({
  SPILLWAY_POSTGRES_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta({
      description:
        'PostgreSQL 14 or newer that holds the state; shared by all instances of an app. TLS by `?sslmode=verify-full&sslrootcert=…`. Absent: an embedded database in SPILLWAY_DATA_DIR.',
      example: 'postgres://spillway:secret@localhost:5432/spillway',
      secret: true,
    }),
  SPILLWAY_POSTGRES_POOL_SIZE: integer({ min: 3, max: 500 }).default(10).meta({
    description:
      'Connections to PostgreSQL of one process. Two are kept for statements outside of transactions; units of work of handlers wait in order for the others. All processes together must stay below `max_connections` of the server.',
    example: '10',
  }),
  SPILLWAY_DATA_DIR: text().optional().meta({
    description:
      'Folder of this app; the embedded database lives in it. `memory:` keeps nothing. Ignored for state when SPILLWAY_POSTGRES_URL is set.',
    example: '.spillway/consumer',
  }),
  SPILLWAY_INBOX_WINDOW_HOURS: integer({ min: 1, max: 24 * 365 })
    .default(24 * 7)
    .meta({
      description: 'How long a group recognises an event that lies in the log twice.',
      unit: 'hours',
      example: '168',
    }),
});
