import { auditConfigSchema } from '@spillway/audit-store';
import { registryConfigSchema } from '@spillway/codecs';
import { kafkaConfigSchema } from '@spillway/kafka';
import { httpConfigSchema } from '@spillway/nest';
import { readConfig } from '@spillway/streaming';
import { z } from 'zod';
import { upkeepConfigSchema } from './upkeep.config.js';

const always = { ...httpConfigSchema.shape, ...auditConfigSchema.shape, ...upkeepConfigSchema.shape };

/** Every variable of this app; the compose file is checked against it. */
export const auditAppConfigSchema = z.object({
  ...kafkaConfigSchema.shape,
  ...registryConfigSchema.shape,
  ...always,
});

export type AuditAppConfig = Readonly<z.output<typeof auditAppConfigSchema>>;

/**
 * Reads the configuration; what is given as an object (a transport, a codec) needs no variables of its own.
 *
 * @throws SpillwayError `SPW-2004` with every problem at once
 */
export function readAuditConfig(
  environment: Readonly<Record<string, string | undefined>>,
  given: { readonly transport: boolean; readonly codec: boolean },
): Partial<AuditAppConfig> & Readonly<z.output<z.ZodObject<typeof always>>> {
  const kafka = given.transport ? kafkaConfigSchema.partial() : kafkaConfigSchema;
  const registry = given.codec ? registryConfigSchema.partial() : registryConfigSchema;
  return readConfig(z.object({ ...kafka.shape, ...registry.shape, ...always }), environment) as never;
}
