/**
 * Whether a moment lies in the quiet hours.
 *
 * @param hours two hours of the day in UTC, the second exclusive: `1-5`; over midnight when it is smaller: `22-3`. Equal
 *   hours are no hours.
 */
export function isQuiet(nowMs: number, hours: string): boolean {
  const [from = 0, to = 0] = hours.split('-').map(Number);
  const hour = new Date(nowMs).getUTCHours();
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}
