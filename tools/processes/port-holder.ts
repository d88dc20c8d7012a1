import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { isLauncher, nameOf, parentOf } from './process-info.ts';

export interface PortHolder {
  readonly pid: number;
  readonly name: string;
  /** What to stop to free the port: the launcher of its process, which would start it again, else the process itself. */
  readonly stopPid: number;
}

/** Which process listens on a TCP port, as far as this user may see it (Linux: /proc). */
export function findPortHolder(port: number): PortHolder | undefined {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeners(readOrEmpty(file), port)));
  if (inodes.size === 0) return undefined;
  const pid = processIds().find((id) => holdsSocket(id, inodes));
  if (pid === undefined) return undefined;
  const parent = parentOf(pid);
  return { pid, name: nameOf(pid), stopPid: parent !== undefined && isLauncher(parent) ? parent : pid };
}

/** Inodes of the sockets that listen on a port, from the kernel's table. */
export function listeners(table: string, port: number): readonly string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const isListening = '0A';
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${wanted}`) && fields[3] === isListening)
    .map((fields) => fields[9] ?? '');
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function holdsSocket(pid: number, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    return false;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
