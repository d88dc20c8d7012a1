import { alignColumns } from '../tables/align-columns.js';
import type { PlanRow } from './plan-rows.js';

export type PlanForm = 'table' | 'json' | 'ndjson';

export function printRows(rows: readonly PlanRow[], form: PlanForm): string {
  if (form === 'json') return `${JSON.stringify(rows, null, 2)}\n`;
  if (form === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  if (rows.length === 0) return '';
  const cells = rows.map(({ action, resource, detail }) => [action, resource, detail]);
  return alignColumns(['ACTION', 'RESOURCE', 'DETAIL'], cells);
}
