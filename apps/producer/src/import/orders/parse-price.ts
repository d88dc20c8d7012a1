const scale = 4;
const integerDigits = 12 - scale;

/** A price in the form of the contract's `decimal(12,4)` (`2.55` → `2.5500`), or why not. Text to text: never a float. */
export function parsePrice(text: string): string | { readonly reason: string } {
  const match = /^(-?)0*(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return { reason: 'UnitPrice is not a decimal number' };
  const [, sign, whole = '', fraction = ''] = match;
  if (fraction.length > scale) return { reason: `UnitPrice has more than ${scale} decimals` };
  if (whole.length > integerDigits) return { reason: 'UnitPrice does not fit decimal(12,4)' };
  const digits = `${whole}.${fraction.padEnd(scale, '0')}`;
  return digits === zeroPrice ? zeroPrice : `${sign}${digits}`;
}

export const zeroPrice = '0.0000';
