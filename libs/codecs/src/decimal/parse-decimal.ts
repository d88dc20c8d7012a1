import type { DecimalFormat } from './decimal-format.js';

export type ParsedDecimal =
  | { readonly unscaled: number | bigint; readonly problem?: undefined }
  | { readonly unscaled?: undefined; readonly problem: string };

const form = /^-?(0|[1-9]\d*)(?:\.(\d+))?$/;
const safeDigits = 15;

/**
 * Reads a decimal's text exactly; nothing is rounded. `unscaled` is a number as long as it is small, a bigint above.
 * The problem never repeats the text.
 */
export function parseDecimal(text: string, { precision, scale }: DecimalFormat): ParsedDecimal {
  const match = text.length > precision + 3 ? null : form.exec(text);
  if (match === null) return { problem: `is not a decimal with at most ${precision} digits` };
  const fraction = match[2] ?? '';
  if (fraction.length > scale) return { problem: `has more than ${scale} digits after the point` };
  const digits = match[1]! + fraction.padEnd(scale, '0');
  if (digits.replace(/^0+/, '').length > precision) {
    return { problem: `has more than ${precision - scale} digits before the point` };
  }
  const signed = text.startsWith('-') ? `-${digits}` : digits;
  // `+ 0` because minus zero is zero.
  return { unscaled: digits.length <= safeDigits ? Number(signed) + 0 : BigInt(signed) };
}
