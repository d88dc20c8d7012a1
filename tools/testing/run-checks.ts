import { runCommand } from './run-command.ts';

const checks = [
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.spec.json'] },
  { name: 'lint', command: 'oxlint', args: ['--quiet'] },
  { name: 'format', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  { name: 'unused', command: 'knip', args: ['--no-progress'] },
] as const;

/** Types, lint, format and dead code of everything. Answers the names of the checks that failed. */
export async function runChecks(): Promise<readonly string[]> {
  // Most of them use one core: together.
  const passed = await Promise.all(checks.map(passes));
  return checks.filter((_, index) => !passed[index]).map(({ name }) => name);
}

async function passes({ name, command, args }: (typeof checks)[number]): Promise<boolean> {
  const startedAtMs = performance.now();
  const exitCode = await runCommand(command, args);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  process.stdout.write(`check ${name}: ${exitCode === 0 ? 'ok' : 'failed'} in ${seconds} s\n`);
  return exitCode === 0;
}
