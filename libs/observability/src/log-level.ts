import { observabilityConfigSchema, type LogLevel } from './observability-config.js';

/** The level an environment asks for by `LOG_LEVEL`; an unknown value means `info`, so that logging never stops a start. */
export function logLevel(environment: Readonly<Record<string, string | undefined>>): LogLevel {
  const parsed = observabilityConfigSchema.safeParse({ LOG_LEVEL: environment['LOG_LEVEL']?.toLowerCase() });
  return parsed.success ? parsed.data.LOG_LEVEL : 'info';
}
