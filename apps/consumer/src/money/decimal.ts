const scale = 4;
const pattern = /^(-?)(\d+)\.(\d{4})$/;

/**
 * A decimal of the contract (`"2.5500"`, always four fraction digits) in units of 0.0001, for exact arithmetic.
 *
 * @throws RangeError when the text has another form
 */
export function toUnits(decimal: string): bigint {
  const [, sign, whole, fraction] = pattern.exec(decimal) ?? [];
  if (whole === undefined || fraction === undefined) throw new RangeError('A price has exactly four fraction digits');
  const units = BigInt(whole + fraction);
  return sign === '-' ? -units : units;
}

/** The reverse: `25500n` is `"2.5500"`. */
export function fromUnits(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
