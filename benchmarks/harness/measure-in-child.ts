import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const defaultTimeoutMs = 600_000;

/**
 * Runs a peer's file in a fresh process, with the task as JSON in its only argument, and takes the JSON on its last line
 * of stdout. A fresh process, because a peer's garbage, caches and patches must not reach the next.
 */
export function measureInChild<T>(file: URL, task: object, timeoutMs = defaultTimeoutMs): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(file), JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: timeoutMs,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== 0) return reject(new Error(`${file.pathname} ended with ${signal ?? code}`));
      resolve(JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as T);
    });
  });
}
