import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '@spillway/testing';
import { takePortBase } from './take-port-base.ts';
import { rootDir } from '../../tools/setup/paths.mjs';

export interface StartedLauncher {
  readonly pid: number;
  readonly portBase: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the exit code when it has ended. */
  readonly exit: Promise<number | null>;
  /** Rejects with what was printed as soon as the launcher ends before the work is done. */
  whileRunning<T>(work: Promise<T>): Promise<T>;
  /** To its process group, as the terminal does with Ctrl-C; none is left when it has ended. */
  signalGroup(signal: NodeJS.Signals): void;
}

export interface LauncherOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Runs `npm start --silent -- …` instead of the launcher itself. */
  readonly throughNpm?: boolean;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly url: string;
}

const offsets = [0, 1, 2, 4, 81, 92, 93, 94, 192, 193, 194];

/** Starts the launcher on free ports, as a user would, and collects what it prints. */
export async function startLauncher(
  args: readonly string[],
  { environment = {}, throughNpm = false }: LauncherOptions = {},
): Promise<StartedLauncher> {
  const portBase = args.includes('--port-base') ? 0 : await takePortBase(offsets);
  const own = portBase === 0 ? args : [...args, '--port-base', String(portBase)];
  const [command, prefix] = throughNpm
    ? ['npm', ['start', '--silent', '--']]
    : [process.execPath, [join(rootDir, 'tools', 'start.ts')]];
  const child = spawn(command, [...prefix, ...own], {
    cwd: rootDir,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), ...environment },
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const pid = child.pid ?? -1;
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const endedEarly = exit.then((code) => {
    throw new Error(`The launcher ended with ${code}:\n${printed.stdout}\n${printed.stderr}`);
  });
  endedEarly.catch(() => {});
  return {
    pid,
    portBase,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    exit,
    whileRunning: (work) => Promise.race([work, endedEarly]),
    signalGroup: (signal) => {
      try {
        process.kill(-pid, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    },
  };
}

/** What the tests themselves run with must not reach the system under test. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const isOwn = (name: string): boolean => /^(SPILLWAY_|npm_|NODE_OPTIONS$|INIT_CWD$|JEST_)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOwn(name)));
}

/** The processes of the run in this folder; none while the file is not there. */
export function runningProcesses(dataDir: string): readonly RunningProcess[] {
  const file = join(dataDir, 'run.json');
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, 'utf8')) as { processes: RunningProcess[] }).processes;
}

/**
 * The process of that name in the run of this folder.
 *
 * @throws Error while there is none: as a number it could be one that means all processes of the machine
 */
export function processOf(dataDir: string, wanted: string): number {
  const found = runningProcesses(dataDir).find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`No ${wanted} runs on ${dataDir}`);
  return found.pid;
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** As `waitUntil`, but an app that starts, or was killed, may fail to answer meanwhile: what it failed with last is the cause. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 90_000,
): Promise<void> {
  let cause: unknown;
  const holds = async (): Promise<boolean> => {
    try {
      cause = undefined;
      return await condition();
    } catch (error) {
      cause = error;
      return false;
    }
  };
  await waitUntil(what, holds, timeoutMs).catch((error: Error) => {
    throw new Error(error.message, { cause });
  });
}
