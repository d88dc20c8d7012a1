import type { Session } from '../session/session.js';
import { appAddress, type AskedApp } from './app-address.js';

/**
 * Where those of some apps are that somebody says an address of.
 *
 * @throws SpillwayError like `appAddress`, when there is none of them
 */
export function knownAddresses(session: Session, apps: readonly AskedApp[]): readonly string[] {
  const problems: unknown[] = [];
  const found = apps.flatMap((app) => {
    try {
      return [appAddress(session, app, undefined)];
    } catch (error) {
      problems.push(error);
      return [];
    }
  });
  if (found.length === 0) throw problems[0];
  return found;
}
