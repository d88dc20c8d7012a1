const oid = { int8: 20, date: 1082 } as const;

/**
 * The same JavaScript values from `pg` and PGlite: `bigint` is a number (loud beyond 2^53), `date` stays `YYYY-MM-DD`
 * (as a Date it would shift with the zone of the process), `numeric` is a string in both already.
 */
export const columnParsers: Readonly<Record<number, (value: string) => unknown>> = {
  [oid.int8]: toSafeNumber,
  [oid.date]: (value) => value,
};

function toSafeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`The bigint ${value} is beyond 2^53: read it as text`);
  return number;
}
