import type { Session } from '../session/session.js';
import type { RunInfo } from './run-info.js';
import { givenVariable } from './given-variable.js';
import { startedHere } from './started-here.js';

/** A variable of the environment or the profile, or what its file holds; else what `npm start` started here makes of it. */
export function systemVariable(session: Session, name: string): string | undefined {
  const given = givenVariable(session, name);
  if (given !== undefined) return given;
  const run = startedHere(session);
  return run === undefined ? undefined : variablesOfRun(run)[name];
}

function variablesOfRun({ processes }: RunInfo): Readonly<Record<string, string | undefined>> {
  const brokers = processes.filter(({ name }) => /^kafka(?:-\d+)?$/.test(name)).map(({ port }) => `127.0.0.1:${port}`);
  const urlOf = (app: string): string | undefined => processes.find(({ name }) => name === app)?.url;
  return {
    SPILLWAY_KAFKA_BROKERS: brokers.length === 0 ? undefined : brokers.join(','),
    SPILLWAY_REGISTRY_URL: urlOf('registry'),
    SPILLWAY_PRODUCER_URL: urlOf('producer'),
    SPILLWAY_URL: urlOf('consumer'),
    SPILLWAY_AUDIT_URL: urlOf('audit'),
  };
}
