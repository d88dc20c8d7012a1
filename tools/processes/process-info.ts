import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The words a process was started with; none where it cannot be seen (gone, another user's, no /proc). */
export function commandLineOf(pid: number): readonly string[] {
  return readOrEmpty(`/proc/${pid}/cmdline`).split('\0').filter(Boolean);
}

/** What people call it: `java`, `node`. */
export function nameOf(pid: number): string {
  return basename(commandLineOf(pid)[0] ?? '') || readOrEmpty(`/proc/${pid}/comm`).trim() || 'unknown';
}

export function parentOf(pid: number): number | undefined {
  // The second field, the name in brackets, may hold anything; the state and the parent follow it.
  const [, parent] = readOrEmpty(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return parent === undefined ? undefined : Number(parent);
}

/** Whether this is the process of an `npm start`. */
export function isLauncher(pid: number): boolean {
  return commandLineOf(pid).some((word) => word.endsWith('tools/start.ts'));
}

/** Whether that process lives and is a launcher: numbers are given again to other programs. */
export function isLiveLauncher(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // Where command lines cannot be read, a process that lives is taken for a launcher.
  return commandLineOf(pid).length === 0 || isLauncher(pid);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
