import { noPaint, type Paint } from '../output/paint.js';
import { alignColumns } from '../tables/align-columns.js';
import { oneLine } from '../tables/one-line.js';
import type { PartStatus } from './probe-part.js';
import type { RunningGroup } from './read-groups.js';

/** The parts as aligned columns, for people; below them why one is not ready, then the groups that run in them. */
export function statusTable(
  parts: readonly PartStatus[],
  groups: readonly RunningGroup[] = [],
  paint: Paint = noPaint,
): string {
  const rows = parts.map(({ name, state, pid, port, url }) => [
    name,
    state === 'ready' ? paint.good(state) : paint.bad(state),
    String(pid ?? ''),
    String(port ?? ''),
    url,
  ]);
  const reasons = parts.flatMap(({ name, reason }) =>
    reason === undefined ? [] : [`${name}: ${oneLine(reason, 400)}\n`],
  );
  const groupRows = groups.map(({ group, state, app }) => [
    oneLine(group),
    state === 'running' ? paint.good(state) : paint.careful(state),
    app,
  ]);
  const groupTable = groups.length === 0 ? '' : `\n${alignColumns(['GROUP', 'STATE', 'IN'], groupRows)}`;
  return alignColumns(['NAME', 'STATE', 'PID', 'PORT', 'URL'], rows) + reasons.join('') + groupTable;
}
