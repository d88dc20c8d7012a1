import type { ProcessStatus } from './probe-process.js';

const columns = ['NAME', 'STATE', 'PID', 'PORT', 'URL'] as const;

/** The processes as aligned columns, for people; below them why one is not ready. */
export function statusTable(processes: readonly ProcessStatus[]): string {
  const rows = processes.map(({ name, state, pid, port, url }) => [name, state, String(pid), String(port), url]);
  const table = [[...columns], ...rows];
  const widths = columns.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  const reasons = processes.flatMap(({ name, reason }) => (reason === undefined ? [] : [`${name}: ${reason}`]));
  return [...lines, ...reasons].map((line) => `${line.trimEnd()}\n`).join('');
}
