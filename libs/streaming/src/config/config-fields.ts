import { z } from 'zod';

/** Field builders for configuration schemas: values come as text. Add `.meta({ description, example, secret })` to each. */
export const text = () => z.string();
export const integer = (range: { min: number; max: number }) => z.coerce.number().int().min(range.min).max(range.max);
export const flag = () => z.enum(['true', 'false']).transform((value) => value === 'true');
export const list = () =>
  z.string().transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
export const url = () => z.url({ protocol: /^https?$/ });
