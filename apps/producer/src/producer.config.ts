import { integer, readConfig } from '@spillway/streaming';
import { registryConfigSchema } from '@spillway/codecs';
import { kafkaConfigSchema } from '@spillway/kafka';
import { httpConfigSchema } from '@spillway/nest';
import { observabilityConfigSchema } from '@spillway/observability';
import { stateConfigSchema } from '@spillway/state-store';
import { z } from 'zod';
import { importConfigSchema } from './import/run/import-config.js';

const ingestConfigSchema = z.object({
  SPILLWAY_ACK_TIMEOUT_MS: integer({ min: 100, max: 600_000 }).default(10_000).meta({
    description: 'How long a request waits for the acknowledgement of the log before it is answered with 503.',
    unit: 'ms',
    example: 10_000,
  }),
});

const own = z.object({
  ...httpConfigSchema.shape,
  ...stateConfigSchema.shape,
  ...observabilityConfigSchema.shape,
  ...importConfigSchema.shape,
  ...ingestConfigSchema.shape,
});

/** Every variable of the producer. */
export const producerConfigSchema = z.object({
  ...own.shape,
  ...kafkaConfigSchema.shape,
  ...registryConfigSchema.shape,
});

/** The same for a producer that is given its log and its codec: their variables may be there and mean nothing. */
export const embeddedProducerConfigSchema = z.object({
  ...own.shape,
  ...kafkaConfigSchema.partial().shape,
  ...registryConfigSchema.partial().shape,
});

export type ProducerConfig = Readonly<z.output<typeof embeddedProducerConfigSchema>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SpillwayError `SPW-2004` with everything that is wrong */
export function readProducerConfig(environment: Environment, given: { readonly log: boolean }): ProducerConfig {
  if (given.log) return readConfig(embeddedProducerConfigSchema, environment);
  return readConfig(producerConfigSchema, environment);
}
