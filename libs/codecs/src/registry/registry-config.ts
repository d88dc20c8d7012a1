import { integer, list, text, url } from '@spillway/streaming';
import { z } from 'zod';

/** Configuration of the schema registry client and the codec. */
export const registryConfigSchema = z.object({
  SPILLWAY_REGISTRY_URL: url().meta({
    description: 'Confluent-compatible API of the schema registry; Apicurio has it under /apis/ccompat/v7.',
    example: 'http://localhost:3081/apis/ccompat/v7',
  }),
  SPILLWAY_REGISTRY_USERNAME: text()
    .optional()
    .meta({ description: 'User name for basic authentication.', example: 'spillway' }),
  SPILLWAY_REGISTRY_PASSWORD: text()
    .optional()
    .meta({ description: 'Password for basic authentication.', secret: true }),
  SPILLWAY_REGISTRY_TIMEOUT_MS: integer({ min: 100, max: 60_000 }).default(3_000).meta({
    description: 'How long one call to the registry may take, answer included.',
    unit: 'ms',
    example: '3000',
  }),
  SPILLWAY_SCHEMA_COPY_DIR: text().optional().meta({
    description:
      'Folder in which fetched schemas are kept, so that known events are read while the registry is away, after a restart too, and that another registry is noticed. Absent: `schemas` in the folder (SPILLWAY_DATA_DIR) that the app gives `registryCodec` as `dataDir`; none where it gives none. `memory:` keeps nothing. Processes may share it.',
    example: '/var/lib/spillway/schemas',
  }),
  SPILLWAY_TRUSTED_TOPICS: list().default([]).meta({
    description:
      'Topics, separated by commas, that only own producers may write to: their values are decoded without guards against hostile bytes (item counts, nesting, UTF-8, `__proto__`). Every other topic is guarded.',
    example: 'retail.orders',
  }),
});

export type RegistryConfig = Readonly<z.output<typeof registryConfigSchema>>;
