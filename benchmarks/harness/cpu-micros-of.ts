import { readFileSync } from 'node:fs';

const microsPerTick = 10_000;
/** Of /proc/<pid>/stat behind the name in parentheses, which may hold anything: proc(5), utime and stime. */
const [utime, stime] = [11, 12];

/** CPU time that processes have taken since they started; undefined where nobody tells, or one of them has ended. */
export function cpuMicrosOf(processIds: readonly number[]): number | undefined {
  if (processIds.length === 0) return undefined;
  try {
    return processIds.map(ticksOf).reduce((sum, each) => sum + each, 0) * microsPerTick;
  } catch {
    return undefined;
  }
}

function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[utime]) + Number(fields[stime]);
}
