import { execFileSync } from 'node:child_process';
import { cpus, platform, release, totalmem } from 'node:os';

const gibibyte = 1_024 ** 3;

/** Model, cores, memory and system: a result without them cannot be compared. */
export function describeMachine(): string {
  const models = cpus();
  const model = models[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown processor';
  return `${model}, ${models.length} cores, ${Math.round(totalmem() / gibibyte)} GiB, ${platform()} ${release()}`;
}

/** The commit measured; `+` marks changes that are not committed. */
export function describeCommit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  return git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain', '--', 'libs', 'benchmarks') ? '+' : '');
}
