import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The living process that most likely has the embedded engine's folder open, by the status file that the engine writes;
 * undefined when there is none. A hint: a killed process leaves its number behind, and the number may be given again.
 */
export function folderOwner(path: string, ownPid: number = process.pid): number | undefined {
  const status = join(path, 'status');
  const pid = Number(/^PID: (\d+)/m.exec(textOf(status))?.[1]);
  if (!Number.isInteger(pid) || pid === ownPid) return undefined;
  return isAlive(pid) && mayHaveOpen(pid, status) ? pid : undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Where the system tells which files a process has open (Linux, own user); elsewhere it may. */
function mayHaveOpen(pid: number, file: string): boolean {
  const folder = `/proc/${pid}/fd`;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return true;
  }
  return names.some((name) => linkOf(join(folder, name)) === file);
}

function linkOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
