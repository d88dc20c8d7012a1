import { registryConfigSchema } from '@spillway/codecs';
import { kafkaConfigSchema } from '@spillway/kafka';
import { httpConfigSchema } from '@spillway/nest';
import { observabilityConfigSchema } from '@spillway/observability';
import { stateConfigSchema } from '@spillway/state-store';
import { integer, readConfig, url } from '@spillway/streaming';
import { z } from 'zod';

const payments = z.object({
  SPILLWAY_PAYMENT_GATEWAY_URL: url().default('http://127.0.0.1:3004').meta({
    description: 'Where orders are paid: the gateway that `POST /payments` is sent to.',
    example: 'https://payments.example.com',
  }),
  SPILLWAY_PAYMENT_TIMEOUT_MS: integer({ min: 10, max: 60_000 }).default(5_000).meta({
    description: 'How long an answer of the gateway is waited for; then the attempt counts as failed.',
    unit: 'ms',
    example: '2000',
  }),
});

const own = z.object({
  ...payments.shape,
  ...httpConfigSchema.shape,
  ...stateConfigSchema.shape,
  ...observabilityConfigSchema.shape,
});

/** Every variable of the consumer. */
export const consumerConfigSchema = z.object({
  ...own.shape,
  ...kafkaConfigSchema.shape,
  ...registryConfigSchema.shape,
});

export type ConsumerConfig = Readonly<z.output<typeof own>> & Readonly<Partial<z.output<typeof consumerConfigSchema>>>;

/**
 * Reads the configuration; what is given as an object (a transport, a codec) needs no variables of its own.
 *
 * @throws SpillwayError `SPW-2004` with every problem at once
 */
export function readConsumerConfig(
  environment: Readonly<Record<string, string | undefined>>,
  given: { readonly transport: boolean; readonly codec: boolean },
): ConsumerConfig {
  const kafka = given.transport ? kafkaConfigSchema.partial() : kafkaConfigSchema;
  const registry = given.codec ? registryConfigSchema.partial() : registryConfigSchema;
  return readConfig(z.object({ ...own.shape, ...kafka.shape, ...registry.shape }), environment) as ConsumerConfig;
}
