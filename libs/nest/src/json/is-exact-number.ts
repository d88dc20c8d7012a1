/** No exact double needs more: the smallest one has 324 places. What is longer is padding, and costs time to compare. */
const maxLiteralLength = 400;

/**
 * Whether a JSON number literal means the same after `JSON.parse`: finite, not −0, no digit lost. An integer written
 * out must lie within ±2^53; with fraction or exponent the shortest form of the double must be the same decimal.
 */
export function isExactNumber(literal: string): boolean {
  if (literal.length <= 15 && /^(?:0|-?[1-9]\d*)$/.test(literal)) return true;
  if (literal.length > maxLiteralLength) return false;
  const value = Number(literal);
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  if (/^-?\d+$/.test(literal)) return Number.isSafeInteger(value);
  return canonicalDecimal(literal) === canonicalDecimal(String(value));
}

/** Significant digits and power of ten, without leading and trailing zeros. */
function canonicalDecimal(literal: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal);
  if (match === null) return literal;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}
