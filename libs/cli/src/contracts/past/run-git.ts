import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CliContext } from '../../context/cli-context.js';

/** Where git runs, and in what surroundings: who injects those decides what git sees. */
export interface GitPlace {
  readonly folder: string;
  readonly env: CliContext['env'];
}

/**
 * What git prints to its standard output, byte for byte.
 *
 * @throws Error with the first line of what it says went wrong
 */
export async function runGit({ folder, env }: GitPlace, args: readonly string[], input = ''): Promise<Buffer> {
  const git = spawn('git', ['-C', folder, ...args], { env: { ...env, LC_ALL: 'C' } });
  const printed: Buffer[] = [];
  const problems: Buffer[] = [];
  git.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  git.stderr.on('data', (chunk: Buffer) => problems.push(chunk));
  // A git that ends early closes its input; why is in what it prints.
  git.stdin.on('error', () => undefined);
  git.stdin.end(input);
  const [status] = (await once(git, 'close')) as [number | null];
  if (status === 0) return Buffer.concat(printed);
  throw new Error(Buffer.concat(problems).toString('utf8').split('\n')[0] || `git ended with ${status}`);
}
