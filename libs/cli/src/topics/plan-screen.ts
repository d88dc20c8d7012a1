import { alignColumns } from '../tables/align-columns.js';
import type { PlanRow } from './plan-rows.js';

export function planScreen(rows: readonly PlanRow[]): string {
  if (rows.length === 0) return '';
  const cells = rows.map(({ action, resource, detail }) => [action, resource, detail]);
  return alignColumns(['ACTION', 'RESOURCE', 'DETAIL'], cells);
}
