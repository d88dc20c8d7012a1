import { readFileSync } from 'node:fs';
import { SpillwayError } from '@spillway/events';
import type { Session } from '../session/session.js';

/**
 * A variable of the environment or the profile, or what its file (`<NAME>_FILE`) holds; undefined when it is empty as well.
 *
 * @throws SpillwayError `SPW-2004` the file cannot be read
 */
export function givenVariable({ env }: Pick<Session, 'env'>, name: string): string | undefined {
  if (env[name]) return env[name];
  const file = env[`${name}_FILE`];
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    throw new SpillwayError('SPW-2004', `${name}_FILE names ${file}, which cannot be read`, { cause: error });
  }
}
