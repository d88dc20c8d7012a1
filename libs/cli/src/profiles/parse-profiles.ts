import { SpillwayError } from '@spillway/events';
import { z } from 'zod';
import { secretProblem } from './secret-problem.js';
import type { Profile } from '../session/profile.js';

export interface Profiles {
  /** The profile that is taken when none is chosen. */
  readonly default: string | undefined;
  readonly profiles: readonly Profile[];
}

const profileSchema = z.strictObject({
  readOnly: z.boolean().default(false),
  production: z.boolean().default(false),
  variables: z.record(z.string().regex(/^SPILLWAY_[A-Z0-9_]+$/), z.string()).default({}),
});
const fileSchema = z.strictObject({
  default: z.string().optional(),
  profiles: z.record(z.string().regex(/^[\w.-]{1,64}$/), profileSchema),
});

/**
 * What a profile file says. Values are never echoed: somebody may have put a password there.
 *
 * @throws SpillwayError `SPW-2010`
 */
export function parseProfiles(text: string, file: string): Profiles {
  const parsed = fileSchema.safeParse(parseJson(text, file));
  if (!parsed.success) throw unusable(file, parsed.error.issues.map(sentenceOf));
  const { default: usual, profiles } = parsed.data;
  const list = Object.entries(profiles).map(([name, profile]) => ({ name, ...profile }));
  const secrets = list.flatMap(({ name, variables }) =>
    Object.entries(variables).flatMap(([variable, value]) => {
      const problem = secretProblem(variable, value);
      return problem === undefined ? [] : [`profiles.${name}.variables.${variable} ${problem}`];
    }),
  );
  if (secrets.length > 0) throw unusable(file, secrets);
  if (usual !== undefined && profiles[usual] === undefined)
    throw unusable(file, [`default names no profile: ${usual}`]);
  return { default: usual, profiles: list };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unusable(file, ['it is no JSON']);
  }
}

function sentenceOf({ path, message, code }: z.core.$ZodIssue): string {
  return `${path.join('.') || 'it'} ${code === 'invalid_key' ? 'is no name for this place' : message}`;
}

function unusable(file: string, problems: readonly string[]): SpillwayError {
  return new SpillwayError('SPW-2010', `${file} cannot be used: ${problems.join('; ')}.`);
}
