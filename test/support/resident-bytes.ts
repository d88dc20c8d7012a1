import { readFileSync } from 'node:fs';

/** Memory of a process that is in RAM now (Linux). */
export const residentBytes = (pid: number): number => bytesOf(pid, 'VmRSS');

/** The most memory that a process had in RAM. Not `maxRSS`: that begins with what its parent held when it forked (Linux). */
export const peakResidentBytes = (pid: number): number => bytesOf(pid, 'VmHWM');

function bytesOf(pid: number, name: string): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) * 1_024;
}
