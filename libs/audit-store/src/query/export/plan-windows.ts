/** Records of one hour. */
export interface HourCount {
  /** Begin of the hour, milliseconds. */
  readonly hourMs: number;
  readonly records: number;
}

/** Consecutive hours that are read by one question: from inclusive, to exclusive. */
export interface ExportWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly records: number;
}

const hourMs = 60 * 60 * 1000;

/** Joins hours, ascending, while they hold at most `maxRecords` together. An hour that holds more stands alone. */
export function planWindows(hours: readonly HourCount[], maxRecords: number): readonly ExportWindow[] {
  const windows: { fromMs: number; toMs: number; records: number }[] = [];
  for (const hour of hours) {
    const open = windows.at(-1);
    if (open !== undefined && open.records + hour.records <= maxRecords) {
      open.toMs = hour.hourMs + hourMs;
      open.records += hour.records;
    } else {
      windows.push({ fromMs: hour.hourMs, toMs: hour.hourMs + hourMs, records: hour.records });
    }
  }
  return windows;
}
