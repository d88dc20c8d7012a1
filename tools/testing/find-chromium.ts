import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** A Chromium of this machine: the one of `SPILLWAY_TEST_CHROMIUM`, else of the PATH; undefined where there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { SPILLWAY_TEST_CHROMIUM: given, PATH: path = '' } = environment;
  if (given) return given;
  const candidates = names.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name)));
  return candidates.find((file) => existsSync(file));
}

const tries = 3;

/** Debian's `chromium` where this may be installed (root on a Debian): a machine that is set up anew has none. */
export function installChromium(run: typeof runQuietly = runQuietly): boolean {
  // Mirrors fail for moments.
  return Array.from({ length: tries }).some(
    () =>
      run('apt-get', ['update', '-qq']) &&
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']),
  );
}

/** Whether packages can be installed here at all. */
export function canInstall(userId: number | undefined = process.getuid?.()): boolean {
  return userId === 0 && existsSync('/usr/bin/apt-get');
}

function runQuietly(command: string, args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 2], env, timeout: 600_000 }).status === 0;
}
