import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A child process that runs a TypeScript file from its source. */
export interface SourceProcess {
  readonly pid: number;
  /** Resolves with the next line of its standard output that fits; rejects when it ends before. */
  line(fits: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** @param file path from the root of the repository */
export function startSource(file: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): SourceProcess {
  const loader = new URL('./run-source.mjs', import.meta.url).href;
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=source', '--import', loader, file, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  return {
    pid: child.pid ?? 0,
    line: (fits) => nextLine(child, output, fits),
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
}

function collect(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  return lines;
}

async function nextLine(child: ChildProcess, output: string[], fits: RegExp): Promise<string> {
  for (;;) {
    const index = output.findIndex((line) => fits.test(line));
    if (index >= 0) return output.splice(0, index + 1)[index]!;
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(
        `The process ended (${child.exitCode ?? child.signalCode}) before ${fits}:\n${output.join('\n')}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
