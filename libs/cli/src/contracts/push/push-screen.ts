import type { SubjectStep } from '@spillway/codecs';
import { alignColumns } from '../../tables/align-columns.js';

/** What was, or would be, done for each subject. */
export function pushScreen(plan: readonly SubjectStep[], done: readonly SubjectStep[]): string {
  const rows = plan.map((step, index) => [step.subject, step.mode, String(done[index]?.id ?? ''), pushResult(step)]);
  return alignColumns(['SUBJECT', 'MODE', 'ID', 'CHANGE'], rows);
}

export function pushResult({ setsMode, id }: SubjectStep): string {
  const changes = [...(setsMode ? ['mode set'] : []), ...(id === undefined ? ['registered'] : [])];
  return changes.length === 0 ? 'none' : changes.join(', ');
}
