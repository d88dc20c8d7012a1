import { readFileSync } from 'node:fs';
import { SpillwayError, type ErrorIssue } from '@spillway/events';
import { z } from 'zod';

/** Fault injection, read where the failpoints are; no app's configuration. */
const failpointVariable = 'SPILLWAY_FAILPOINT';

type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration of several parts of an app. */
type United<S extends readonly z.ZodObject[]> = S extends readonly [infer First, ...infer Rest]
  ? First extends z.ZodObject
    ? z.output<First> & (Rest extends readonly z.ZodObject[] ? United<Rest> : unknown)
    : unknown
  : unknown;

/**
 * Reads `SPILLWAY_…` variables by a zod object whose keys are the variables' names, or by those of all parts of an app
 * together. `<NAME>_FILE` names a file that holds the value (mounted secrets). Everything wrong is reported at once.
 *
 * @returns the frozen configuration with defaults applied
 * @throws SpillwayError `SPW-2004` with one issue per missing, malformed or unknown variable; secrets are not echoed
 */
export function readConfig<S extends z.ZodObject>(schema: S, environment: Environment): Readonly<z.output<S>>;
export function readConfig<const S extends readonly z.ZodObject[]>(
  schemas: S,
  environment: Environment,
): Readonly<United<S>>;
export function readConfig(given: z.ZodObject | readonly z.ZodObject[], environment: Environment): object {
  const schema = isList(given) ? z.object(Object.assign({}, ...given.map(({ shape }) => shape))) : given;
  const issues: ErrorIssue[] = [];
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    // Variables without our prefix count when the schema names them (LOG_LEVEL); all others belong to somebody else.
    if (value === undefined || !(name.startsWith('SPILLWAY_') || Object.hasOwn(schema.shape, name))) continue;
    if (name === failpointVariable) continue;
    const key = name in schema.shape ? name : name.replace(/_FILE$/, '');
    if (!(key in schema.shape)) {
      issues.push({ pointer: name, detail: 'is not a variable of this app' });
    } else if (key === name) {
      if (value !== '') values[key] = value;
    } else {
      readSecretFile(name, value, (content) => (values[key] = content), issues);
    }
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    issues.push(...parsed.error.issues.map((issue) => describe(schema, issue, values)));
  }
  if (issues.length > 0) {
    const lines = issues.map((issue) => `  ${issue.pointer}  ${issue.detail}`).join('\n');
    throw new SpillwayError('SPW-2004', `Configuration has ${issues.length} problem(s):\n${lines}`, { issues });
  }
  return Object.freeze(parsed.data!);
}

function isList<T extends object>(given: T | readonly T[]): given is readonly T[] {
  return Array.isArray(given);
}

function readSecretFile(name: string, path: string, use: (content: string) => void, issues: ErrorIssue[]): void {
  try {
    use(readFileSync(path, 'utf8').trim());
  } catch (error) {
    issues.push({
      pointer: name,
      detail: `names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`,
    });
  }
}

function describe(schema: z.ZodObject, issue: z.core.$ZodIssue, values: Readonly<Record<string, string>>): ErrorIssue {
  const name = String(issue.path[0] ?? '');
  const field = schema.shape[name] as z.ZodType | undefined;
  const example = field?.meta()?.['example'];
  const hint = example === undefined ? '' : `, for example ${String(example)}`;
  const problem = name in schema.shape && !(name in values) ? 'is missing' : issue.message;
  return { pointer: name, detail: `${problem}${hint}` };
}
