import { integer, text, url } from '@spillway/streaming';
import { z } from 'zod';

/** Configuration of the schema registry client. */
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
});
