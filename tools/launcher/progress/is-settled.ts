import type { SystemStatus } from './system-status.ts';

/** Whether all was read and what is left, if anything, are gaps or duplicates that waiting does not mend. */
export function isSettled({ import: imported, groups, audit }: SystemStatus): boolean {
  if (imported?.state !== 'done' || groups === undefined || audit === undefined) return false;
  const lags = Object.values(groups).flatMap((topics) => Object.values(topics).map(({ lag }) => lag));
  return audit.lag === 0 && lags.every((lag) => lag === 0);
}
