import { SpillwayError } from '@spillway/events';
import type { CliContext } from '../context/cli-context.js';
import { findProfiles, profileFileName } from './find-profiles.js';
import { UsageError } from '../context/usage-error.js';
import type { Profile } from '../session/profile.js';

/**
 * The profile that `--profile` names, else SPILLWAY_PROFILE, else the default of the profile file; undefined when nobody
 * names one.
 *
 * @throws SpillwayError `SPW-2010` the file cannot be used, or has no such profile; a `UsageError` where `--profile` names it
 */
export async function chooseProfile(flag: string | undefined, context: CliContext): Promise<Profile | undefined> {
  const found = await findProfiles(context);
  const name = flag ?? (context.env['SPILLWAY_PROFILE'] || found?.default);
  if (name === undefined) return undefined;
  const profile = found?.profiles.find((each) => each.name === name);
  if (profile !== undefined) return profile;
  const known = found?.profiles.map((each) => each.name).join(', ') || 'none';
  const where = found?.file ?? `no ${profileFileName} here or above`;
  const detail = `There is no profile ${name} (${where}; profiles: ${known}).`;
  throw name === flag ? new UsageError('SPW-2010', detail) : new SpillwayError('SPW-2010', detail);
}
