import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The words a process was started with; none where it cannot be seen (gone, another user's, no /proc). */
export function commandLineOf(pid: number): readonly string[] {
  return readOrEmpty(`/proc/${pid}/cmdline`).split('\0').filter(Boolean);
}

/** What people know it by: `node /srv/app/main.js`, `java kafka.Kafka`; its threads' names say nothing. */
export function nameOf(pid: number): string {
  return programOf(commandLineOf(pid)) || readOrEmpty(`/proc/${pid}/comm`).trim() || 'unknown';
}

const takeValue = ['-cp', '-classpath', '--class-path', '-r', '--require', '--import', '-e', '-c'];

/** The command without its folder, and what it runs: the first word that is no option; no other, they may be secret. */
export function programOf([command = '', ...words]: readonly string[]): string {
  const ran = words.find((word, index) => !word.startsWith('-') && !takeValue.includes(words[index - 1] ?? ''));
  return [basename(command), ...(isInterpreter(command) && ran !== undefined ? [ran] : [])].join(' ');
}

function isInterpreter(command: string): boolean {
  return /^(node|java|python|ruby|perl|php|deno|bun|bash|sh)[\d.]*$/.test(basename(command));
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
