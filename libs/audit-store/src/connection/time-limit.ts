import { statementLimitsMs, type ConnectionName } from './statement-limits.js';

/** The setting that ends a statement which takes too long for the connection it runs on. */
export function timeLimit(connection: ConnectionName): string {
  return `max_execution_time = ${statementLimitsMs[connection] / 1000}`;
}
