import { z } from 'zod';

/** An integer query parameter: decimal digits only, so that `0x10`, `1e9`, ` 5` and an empty text are refused. */
export function queryInteger(range: { readonly min: number; readonly max: number }) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(range.min).max(range.max));
}
