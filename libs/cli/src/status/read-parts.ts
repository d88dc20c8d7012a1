import type { Session } from '../session/session.js';
import { startedHere } from '../system/started-here.js';
import { readRunInfo } from './read-run-info.js';

/** A part of a system, and where it is; with its process where `npm start` runs it here. */
export interface SystemPart {
  readonly name: string;
  readonly pid?: number;
  readonly port?: number;
  readonly url: string;
}

const addresses = [
  ['registry', 'SPILLWAY_REGISTRY_URL'],
  ['producer', 'SPILLWAY_PRODUCER_URL'],
  ['consumer', 'SPILLWAY_URL'],
  ['audit', 'SPILLWAY_AUDIT_URL'],
] as const;

/**
 * What `npm start` runs in this checkout; else the parts that the environment or the profile names.
 *
 * @throws SpillwayError `SPW-1011` there is neither
 */
export function readParts(session: Session): {
  readonly dataDir: string | null;
  readonly parts: readonly SystemPart[];
} {
  const run = startedHere(session);
  if (run !== undefined) return { dataDir: run.dataDir, parts: run.processes };
  const { env } = session;
  const brokers = (env['SPILLWAY_KAFKA_BROKERS'] ?? '').split(',').filter(Boolean);
  const parts = [
    ...brokers.map((url) => ({ name: 'kafka', url: url.trim() })),
    ...addresses.flatMap(([name, variable]) => (env[variable] ? [{ name, url: env[variable] }] : [])),
  ];
  // Says why there is none.
  if (parts.length === 0) readRunInfo(session.workingDir);
  return { dataDir: null, parts };
}
