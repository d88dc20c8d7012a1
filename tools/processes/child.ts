import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Standard output and error are appended to it. */
  readonly logFile: string;
  readonly workingDir?: string;
  /**
   * Opens an IPC channel: the program tells by it when it is ready, and sees it close when the launcher dies (where
   * there is no `setpriv`).
   */
  readonly ipc?: boolean;
  /** How long it may take to end by itself before it is killed. */
  readonly graceMs: number;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it has ended: `exit code 1`, `SIGKILL`. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /** Whether it said so over its IPC channel: `{ type: 'ready' }`. */
  hasSaidReady(): boolean;
  /** Asks it to end, kills it after the grace time. Resolves when it is gone. */
  stop(): Promise<void>;
  kill(): void;
}

/**
 * Starts a process in a session of its own, so that Ctrl-C in the terminal reaches the launcher only and the order of
 * stopping is ours. Where `setpriv` exists the kernel ends it when the launcher dies, whatever the cause.
 */
export function startChild(options: ChildOptions): Child {
  const [command = '', ...args] = [...dieWithParent(), options.command, ...options.args];
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child = spawn(command, args, {
    cwd: options.workingDir,
    env: options.environment,
    stdio: options.ipc ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const ended = endOf(child);
  let saidReady = false;
  child.on('message', (message) => (saidReady ||= (message as { type?: unknown }).type === 'ready'));
  const signal = (name: NodeJS.Signals): void => void (hasEnded(child) || child.kill(name));
  return {
    name: options.name,
    pid: child.pid ?? -1,
    logFile: options.logFile,
    ended,
    hasEnded: () => hasEnded(child),
    hasSaidReady: () => saidReady,
    kill: () => signal('SIGKILL'),
    stop: async () => {
      signal('SIGTERM');
      // A process that was halted (SIGSTOP) hears nothing until it goes on.
      signal('SIGCONT');
      const timer = setTimeout(() => signal('SIGKILL'), options.graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}

let prefix: readonly string[] | undefined;

function dieWithParent(): readonly string[] {
  prefix ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0
      ? ['setpriv', '--pdeathsig', 'TERM']
      : [];
  return prefix;
}
