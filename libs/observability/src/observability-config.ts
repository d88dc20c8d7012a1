import { z } from 'zod';

/** Logging configuration. `LOG_LEVEL` carries no prefix because every platform sets it under that name. */
export const observabilityConfigSchema = z.object({
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').meta({
    description: 'Least severe level that is written.',
    example: 'info',
  }),
});

export type ObservabilityConfig = Readonly<z.output<typeof observabilityConfigSchema>>;

export type LogLevel = ObservabilityConfig['LOG_LEVEL'];
