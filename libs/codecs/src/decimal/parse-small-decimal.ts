import type { DecimalFormat } from './decimal-format.js';

const maxLength = 16;
/** So many digits are exact in a number. */
const maxPrecision = 15;
const zero = 48;
const point = 46;
const minus = 45;

/**
 * The common case of `parseDecimal` without a regular expression: plain digits, few enough for a number. Undefined means
 * "look closer", not "wrong".
 */
export function parseSmallDecimal(text: string, { precision, scale }: DecimalFormat): number | undefined {
  if (text.length > maxLength || precision > maxPrecision) return undefined;
  const first = text.charCodeAt(0) === minus ? 1 : 0;
  let value = 0;
  let index = first;
  for (; index < text.length; index++) {
    const digit = text.charCodeAt(index) - zero;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const wholeDigits = index - first;
  // A zero in front is only right when it stands alone.
  const soundStart = wholeDigits === 1 || (wholeDigits > 1 && text.charCodeAt(first) !== zero);
  if (!soundStart || wholeDigits > precision - scale) return undefined;
  let missing = scale;
  if (index < text.length) {
    if (text.charCodeAt(index) !== point || index === text.length - 1) return undefined;
    for (index++; index < text.length; index++, missing--) {
      const digit = text.charCodeAt(index) - zero;
      if (digit < 0 || digit > 9) return undefined;
      value = value * 10 + digit;
    }
  }
  if (missing < 0) return undefined;
  for (; missing > 0; missing--) value *= 10;
  return first === 1 && value !== 0 ? -value : value;
}
