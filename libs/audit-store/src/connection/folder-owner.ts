import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The living process that has the embedded engine's folder open, by the status file the engine writes; undefined when there is none. */
export function folderOwner(path: string, ownPid: number = process.pid): number | undefined {
  const pid = Number(/^PID: (\d+)/m.exec(readStatus(path))?.[1]);
  if (!Number.isInteger(pid) || pid === ownPid) return undefined;
  return isAlive(pid) ? pid : undefined;
}

function readStatus(path: string): string {
  try {
    return readFileSync(join(path, 'status'), 'utf8');
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
