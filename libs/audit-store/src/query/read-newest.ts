import type { TimeWindow } from './newest-windows.js';

/** Reads windows one after the other until there are enough rows. */
export async function readNewest<Row>(
  windows: readonly TimeWindow[],
  limit: number,
  read: (window: TimeWindow, limit: number) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const window of windows) {
    rows.push(...(await read(window, limit - rows.length)));
    if (rows.length >= limit) break;
  }
  return rows;
}
