import type { Session } from '../session/session.js';
import { givenVariable } from '../system/given-variable.js';
import { startedHere } from '../system/started-here.js';
import { readRunInfo } from '../system/read-run-info.js';

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
 * Where every part is: by the environment, else the profile, else what `npm start` runs in this checkout. A part that is
 * named counts instead of the one that runs here, as it does to every other command.
 *
 * @throws SpillwayError `SPW-1011` there is neither
 */
export function readParts(session: Session): {
  readonly dataDir: string | null;
  readonly parts: readonly SystemPart[];
} {
  const run = startedHere(session);
  const brokers = (givenVariable(session, 'SPILLWAY_KAFKA_BROKERS') ?? '').split(',').filter(Boolean);
  const named: readonly SystemPart[] = [
    ...brokers.map((url) => ({ name: 'kafka', url: url.trim() })),
    ...addresses.flatMap(([name, variable]) => {
      const url = givenVariable(session, variable);
      return url === undefined ? [] : [{ name, url }];
    }),
  ];
  const names = new Set(named.map(({ name }) => name));
  const parts = [...(run?.processes ?? []).filter(({ name }) => !names.has(kindOf(name))), ...named];
  // Says why there is none.
  if (parts.length === 0) readRunInfo(session.workingDir);
  return { dataDir: run?.dataDir ?? null, parts };
}

/** `kafka-2` is one of several brokers. */
function kindOf(name: string): string {
  return name.replace(/^kafka-\d+$/, 'kafka');
}
