const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** The one name of a delay: a whole number of the largest unit that divides it, as `500ms`, `10s`, `90m`, `1d`. */
export function delayName(delayMs: number): string {
  for (const [unit, unitMs] of units) if (delayMs % unitMs === 0) return `${delayMs / unitMs}${unit}`;
  throw new RangeError('A delay is a whole number of milliseconds');
}

/**
 * Reads what `delayName` wrote.
 *
 * @returns milliseconds, or undefined for any other text: each delay has one name only (`60s` is none, `1m` is)
 */
export function parseDelayName(text: string): number | undefined {
  const [, count, unit] = /^([1-9][0-9]{0,15})(ms|[smhd])$/.exec(text) ?? [];
  const delayMs = Number(count) * (units.find(([name]) => name === unit)?.[1] ?? Number.NaN);
  return Number.isSafeInteger(delayMs) && delayName(delayMs) === text ? delayMs : undefined;
}
