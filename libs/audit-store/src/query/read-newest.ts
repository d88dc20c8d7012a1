import type { TimeWindow } from './newest-windows.js';

export interface NewestQuestion {
  readonly windows: readonly TimeWindow[];
  readonly limit: number;
  /** Of all windows together. */
  readonly maxExecutionTimeMs: number;
  readonly nowMs: () => number;
}

/** What one statement may take. */
export interface WindowLimits {
  readonly limit: number;
  readonly maxExecutionTimeMs: number;
}

/** Reads windows one after the other until there are enough rows. Each has the time that those before it left. */
export async function readNewest<Row>(
  { windows, limit, maxExecutionTimeMs, nowMs }: NewestQuestion,
  read: (window: TimeWindow, limits: WindowLimits) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const endMs = nowMs() + maxExecutionTimeMs;
  const rows: Row[] = [];
  for (const window of windows) {
    // ClickHouse takes 0 for no limit.
    const leftMs = Math.max(1, endMs - nowMs());
    rows.push(...(await read(window, { limit: limit - rows.length, maxExecutionTimeMs: leftMs })));
    if (rows.length >= limit) break;
  }
  return rows;
}
