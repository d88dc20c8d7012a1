/**
 * The UTC day of a time as `YYYY-MM-DD`.
 *
 * @throws RangeError outside the years 0001 to 9999, which no table of days should grow by
 */
export function utcDay(at: Date): string {
  const year = at.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw new RangeError('The time of the order is outside the years 1 to 9999');
  return at.toISOString().slice(0, 10);
}
