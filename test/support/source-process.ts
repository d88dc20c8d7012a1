import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** How a process ended: its exit code, or the signal that killed it. */
export type ProcessEnd = number | NodeJS.Signals;

/** A child process that runs a TypeScript file from its source. */
export interface SourceProcess {
  readonly pid: number;
  /** All it has said so far. */
  readonly said: readonly string[];
  /** Resolves when it has ended and all it said was read. */
  readonly ended: Promise<ProcessEnd>;
  /** When it ended, ms since the epoch; undefined while it runs. */
  readonly endedAtMs: number | undefined;
  /** Resolves with the next line of its output that fits; rejects when it ends before. */
  line(fits: RegExp): Promise<string>;
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/**
 * @param file path from the root of the repository
 * @param unread streams that nobody reads from the beginning
 */
export function startSource(
  file: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  unread: readonly ('stdout' | 'stderr')[] = [],
): SourceProcess {
  const loader = new URL('./run-source.mjs', import.meta.url).href;
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, ['--conditions=source', '--import', loader, file, ...args], {
    cwd: root,
    env: { PATH, NODE_COMPILE_CACHE, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of unread) child[stream].destroy();
  const said = collect(child);
  let end: ProcessEnd | undefined;
  let endedAtMs: number | undefined;
  child.once('exit', () => (endedAtMs = Date.now()));
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (code, signal) => resolve((end = code ?? signal ?? 0)));
  });
  let next = 0;
  return {
    pid: child.pid ?? 0,
    said,
    ended,
    get endedAtMs() {
      return endedAtMs;
    },
    line: async (fits) => {
      for (;;) {
        const index = said.findIndex((line, at) => at >= next && fits.test(line));
        if (index >= 0) {
          next = index + 1;
          return said[index]!;
        }
        if (end !== undefined) throw new Error(`The process ended (${end}) before ${fits}:\n${said.join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    kill: async (signal) => {
      if (end === undefined) child.kill(signal);
      await ended;
    },
  };
}

function collect(child: ChildProcess): readonly string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout!, child.stderr!].filter(({ destroyed }) => !destroyed)) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  return lines;
}
