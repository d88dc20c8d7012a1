import type { Session } from '../session/session.js';
import { systemVariable } from './system-variable.js';

/** Where the registry is: by flag, environment, profile, or what was started here; undefined when nobody says. */
export function registryUrlOf(session: Session, flag?: string): string | undefined {
  return flag ?? systemVariable(session, 'SPILLWAY_REGISTRY_URL');
}
