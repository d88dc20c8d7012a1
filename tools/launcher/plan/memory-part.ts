import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../processes/child.ts';
import type { Part } from '../../processes/part.ts';
import { provideAppState } from './provide-app-state.ts';
import type { AppName } from '../run-folder/run-file.ts';

export interface MemoryPartOptions {
  readonly checkoutDir: string;
  readonly logFile: string;
  readonly environments: Readonly<Record<AppName, NodeJS.ProcessEnv>>;
}

/** All three apps in one process over the in-process log; ready when the last of them is. */
export function memoryPart({ checkoutDir, logFile, environments }: MemoryPartOptions): Part<'memory'> {
  const port = Number(environments.producer['SPILLWAY_HTTP_PORT']);
  const url = `http://127.0.0.1:${port}`;
  return {
    name: 'memory',
    port,
    url,
    startTimeoutMs: 60_000,
    isReady: async (child) => child.hasSaidReady(),
    spawn: async () => {
      forgetLastRun(Object.values(environments));
      await Promise.all((['producer', 'consumer'] as const).map((app) => provideAppState(app, environments[app])));
      return startChild({
        name: 'memory',
        command: process.execPath,
        args: [join(checkoutDir, 'tools', 'local-stack', 'memory-main.ts')],
        // Not by argument: other users of the machine see those, and there may be secrets in it.
        environment: { ...process.env, SPILLWAY_MEMORY_APPS: JSON.stringify(environments) },
        logFile,
        ipc: true,
        graceMs: 32_000,
      });
    },
  };
}

/** The log begins anew with each process: state from the one before would be ahead of it, and the apps refuse that. */
function forgetLastRun(environments: readonly NodeJS.ProcessEnv[]): void {
  for (const { SPILLWAY_DATA_DIR: folder } of environments) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
