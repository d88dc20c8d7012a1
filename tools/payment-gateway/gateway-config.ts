import { readConfig, text, integer } from '@spillway/streaming';
import { z } from 'zod';
import { failuresSchema } from './failures.ts';
import { amountPattern } from './to-ten-thousandths.ts';

const jsonFailures = text().transform((value, context) => {
  const parsed = failuresSchema.safeParse(jsonOf(value));
  if (parsed.success) return parsed.data;
  context.addIssue(z.prettifyError(parsed.error));
  return z.NEVER;
});

/** Every variable of the sample's payment gateway. */
export const gatewayConfigSchema = z.object({
  SPILLWAY_GATEWAY_HOST: text().default('127.0.0.1').meta({
    description: 'Address it listens on. It has no authentication: keep it on the machine, or on a network of its own.',
    example: '0.0.0.0',
  }),
  SPILLWAY_GATEWAY_PORT: integer({ min: 0, max: 65_535 }).default(3004).meta({
    description: 'Port it listens on; 0 for a free one.',
    example: '3004',
  }),
  SPILLWAY_GATEWAY_LIMIT: text().regex(amountPattern, 'is no decimal').default('5000.0000').meta({
    description: 'Amounts above it are declined.',
    unit: 'pounds sterling',
    example: '100.0000',
  }),
  SPILLWAY_GATEWAY_FAILURES: jsonFailures.optional().meta({
    description: 'How it fails from the start on, as `PUT /failures` takes it.',
    unit: 'JSON',
    example: '{"errorRate":0.1}',
  }),
});

/**
 * Reads its own variables; those of the apps, which share an image with it, are left alone.
 *
 * @throws SpillwayError `SPW-2004` with every problem at once
 */
export function readGatewayConfig(environment: NodeJS.ProcessEnv): Readonly<z.output<typeof gatewayConfigSchema>> {
  const own = Object.entries(environment).filter(([name]) => name.startsWith('SPILLWAY_GATEWAY_'));
  return readConfig(gatewayConfigSchema, Object.fromEntries(own));
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
