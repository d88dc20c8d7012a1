import type { AuditConnections } from './audit-connections.js';

export type ConnectionName = Exclude<keyof AuditConnections, 'pools' | 'engineBytes' | 'stagingDir' | 'close'>;

/** How long a statement may take, by the connection it runs on; it stands in the text of each. */
export const statementLimitsMs = {
  writer: 60_000,
  reader: 20_000,
  exporter: 5 * 60_000,
  control: 10_000,
  background: 10 * 60_000,
} as const satisfies Readonly<Record<ConnectionName, number>>;
