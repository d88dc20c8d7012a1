import type { CliContext } from '../context/cli-context.js';

/** The variables that a schema names, and the files that hold them: a terminal has those of all apps. */
export function ownVariables(env: CliContext['env'], shape: object): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.replace(/_FILE$/, '') in shape));
}
