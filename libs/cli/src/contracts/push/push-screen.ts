import { alignColumns } from '../../tables/align-columns.js';
import type { PushStep } from './plan-push.js';

/** What was, or would be, done for each subject. */
export function pushScreen(plan: readonly PushStep[], done: readonly PushStep[]): string {
  const rows = plan.map((step, index) => [step.subject, step.mode, String(done[index]?.id ?? ''), pushResult(step)]);
  return alignColumns(['SUBJECT', 'MODE', 'ID', 'CHANGE'], rows);
}

export function pushResult({ setsMode, id }: PushStep): string {
  const changes = [...(setsMode ? ['mode set'] : []), ...(id === undefined ? ['registered'] : [])];
  return changes.length === 0 ? 'none' : changes.join(', ');
}
