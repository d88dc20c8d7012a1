import { spawn } from 'node:child_process';
import { rootDir } from '../setup/paths.mjs';

/** Runs a program of node_modules/.bin with this terminal; resolves with its exit code. */
export function runCommand(name: string, args: readonly string[], environment = process.env): Promise<number> {
  const child = spawn(process.execPath, [`node_modules/.bin/${name}`, ...args], {
    cwd: rootDir,
    stdio: 'inherit',
    env: environment,
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
