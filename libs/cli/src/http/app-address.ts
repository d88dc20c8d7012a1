import { SpillwayError } from '@spillway/events';
import type { Session } from '../session/session.js';
import { readRunInfo } from '../system/read-run-info.js';
import { givenVariable } from '../system/given-variable.js';

/** The apps of a system that commands ask. */
export type AskedApp = 'producer' | 'consumer' | 'audit';

export const askedApps = {
  producer: { variable: 'SPILLWAY_PRODUCER_URL', about: 'the app that accepts events' },
  consumer: { variable: 'SPILLWAY_URL', about: 'the app that runs the group' },
  audit: { variable: 'SPILLWAY_AUDIT_URL', about: 'the audit app' },
} as const;

/**
 * Where an app is: by flag, environment, profile, or what `npm start` started here. A profile that says where anything is
 * stands for another system, and what was started here is none of its.
 *
 * @throws SpillwayError `SPW-5210` nobody says where it is · `SPW-1011` nothing was started here
 */
export function appAddress(session: Session, app: AskedApp, flag: string | undefined): string {
  const { variable } = askedApps[app];
  const given = flag ?? givenVariable(session, variable);
  return given !== undefined && given !== '' ? given : startedAddress(session, app, variable);
}

/**
 * The same of an app that may have any name: the one named for it by flag, that of its variable, or what was started.
 * `SPILLWAY_URL` is the consumer app’s; another app’s only where no other is asked.
 */
export function namedAppAddress(
  session: Session,
  app: string,
  { flags, isOnly }: { readonly flags: Readonly<Record<string, string>>; readonly isOnly: boolean },
): string {
  const variable = Object.hasOwn(askedApps, app) ? askedApps[app as AskedApp].variable : askedApps.consumer.variable;
  const isItsOwn = Object.hasOwn(askedApps, app) || isOnly;
  const given = flags[app] ?? (isItsOwn ? givenVariable(session, variable) : undefined);
  if (given !== undefined && given !== '') return given;
  return startedAddress(session, app, isItsOwn ? variable : `where its app ${app} is`);
}

function startedAddress(session: Session, app: string, variable: string): string {
  const { profile } = session;
  if (profile !== undefined && Object.keys(profile.variables).length > 0)
    throw new SpillwayError('SPW-5210', `The profile ${profile.name} does not say ${variable}.`);
  const started = readRunInfo(session.workingDir).processes.find(({ name }) => name === app);
  if (started !== undefined) return started.url;
  throw new SpillwayError('SPW-5210', `What was started here has no ${app} app.`);
}
