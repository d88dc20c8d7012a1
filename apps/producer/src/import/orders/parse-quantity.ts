const int32 = { min: -2_147_483_648n, max: 2_147_483_647n };

/** A whole number that fits the contract's `int`, or why not. */
export function parseQuantity(text: string): number | { readonly reason: string } {
  if (!/^-?\d{1,400}$/.test(text)) return { reason: 'Quantity is not a whole number' };
  const value = BigInt(text);
  if (value < int32.min || value > int32.max) return { reason: 'Quantity does not fit in 32 bits' };
  return Number(value);
}
