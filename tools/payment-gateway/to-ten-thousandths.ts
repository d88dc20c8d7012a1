/** An amount: digits, a point, up to four digits. Longer ones are no money. */
export const amountPattern = /^-?\d{1,30}(\.\d{1,4})?$/;

/**
 * An amount in units of 0.0001, for exact comparison.
 *
 * @throws RangeError when the text is no amount
 */
export function toTenThousandths(amount: string): bigint {
  if (!amountPattern.test(amount))
    throw new RangeError('An amount is a decimal with at most four digits after the point');
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(4, '0'));
}
