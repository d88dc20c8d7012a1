import { join } from 'node:path';
import { startChild } from '../../processes/child.ts';
import type { Part } from '../../processes/part.ts';
import { provideAppState } from './provide-app-state.ts';
import type { AppName } from '../run-folder/run-file.ts';

export interface AppPartOptions {
  readonly checkoutDir: string;
  readonly logFile: string;
  readonly port: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** One of the three apps as a process of its own. */
export function appPart(name: AppName, options: AppPartOptions): Part<AppName> {
  const url = `http://127.0.0.1:${options.port}`;
  return {
    name,
    port: options.port,
    url,
    startTimeoutMs: 60_000,
    isReady: async (child) => child.hasSaidReady(),
    spawn: async () => {
      await provideAppState(name, options.environment);
      return startChild({
        name,
        command: process.execPath,
        // Short-lived objects of a big import would otherwise push the heap 100 MB further before they are collected.
        args: ['--max-semi-space-size=8', join(options.checkoutDir, 'apps', name, 'dist', 'main.js')],
        environment: options.environment,
        logFile: options.logFile,
        ipc: true,
        // The app's own deadline for its ordered shutdown is 30 s.
        graceMs: 32_000,
      });
    },
  };
}
