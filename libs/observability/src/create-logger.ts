import type { Logger } from '@spillway/streaming';
import { pino, type DestinationStream } from 'pino';
import { boundLogValue } from './bound-log-value.js';
import type { LogLevel } from './observability-config.js';
import { logLevel } from './log-level.js';
import { redactLogFields } from './redact-log-fields.js';

export interface LoggerOptions {
  /** Name of the process in each line, e.g. `producer`. */
  readonly name: string;
  /** Default: `LOG_LEVEL` of the environment, else `info`. */
  readonly level?: LogLevel;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

/**
 * One JSON document per line. JSON escapes CR, LF and control characters, so no value can start a line of its own;
 * values are bounded in length and depth, and fields with secret names are hidden.
 */
export function createLogger(options: LoggerOptions): Logger {
  const level = options.level ?? logLevel(process.env);
  const base = { name: options.name, pid: process.pid };
  const settings = {
    level,
    base,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => redactLogFields(boundLogValue(fields)) as Record<string, unknown>,
    },
    // Errors are bounded with the other fields; pino's own serializer would add their foreign properties.
    serializers: { err: (value: unknown) => value },
  };
  return asLogger(options.destination ? pino(settings, options.destination) : pino(settings));
}

function asLogger(target: ReturnType<typeof pino>): Logger {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => {
    if (!target.isLevelEnabled(level)) return () => undefined;
    // `%s` in a message stays text: pino formats only when further arguments are given.
    return (fields: Readonly<Record<string, unknown>>, message: string) =>
      target[level]({ ...fields }, String(redactLogFields(boundLogValue(message))));
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
