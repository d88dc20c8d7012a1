import { readFileSync } from 'node:fs';

const microsPerTick = 10_000;
/** Of /proc/<pid>/stat behind the name in parentheses, which may hold anything: proc(5), utime and stime. */
const [utime, stime] = [11, 12];

/** CPU time that processes have taken since they started; undefined where nobody tells. */
export function cpuMicrosOf(processIds: readonly number[]): number | undefined {
  if (process.platform !== 'linux' || processIds.length === 0) return undefined;
  const ticks = processIds.map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[utime]) + Number(fields[stime]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) * microsPerTick;
}
