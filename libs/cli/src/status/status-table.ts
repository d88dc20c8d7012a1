import { noPaint, type Paint } from '../output/paint.js';
import { alignColumns } from '../tables/align-columns.js';
import type { ProcessStatus } from './probe-process.js';

/** The processes as aligned columns, for people; below them why one is not ready. */
export function statusTable(processes: readonly ProcessStatus[], paint: Paint = noPaint): string {
  const rows = processes.map(({ name, state, pid, port, url }) => [
    name,
    state === 'ready' ? paint.good(state) : paint.bad(state),
    String(pid),
    String(port),
    url,
  ]);
  const reasons = processes.flatMap(({ name, reason }) => (reason === undefined ? [] : [`${name}: ${reason}\n`]));
  return alignColumns(['NAME', 'STATE', 'PID', 'PORT', 'URL'], rows) + reasons.join('');
}
