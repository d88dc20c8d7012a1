import type { DecimalType } from '../avro/decimal.type.js';
import { formatDecimal } from '../decimal/format-decimal.js';
import type { JsonTextWriter } from './json-text-writer.js';

const [quote, minus, point] = [0x22, 0x2d, 0x2e];

/** Decimals as exact text, as `formatDecimal` has it: those of few digits without the texts in between. */
export function decimalText(type: DecimalType): JsonTextWriter {
  const { scale } = type;
  const one = 10 ** scale;
  const isShort = scale > 0 && one <= Number.MAX_SAFE_INTEGER;
  return (tap, out) => {
    const unscaled = type.readUnscaled(tap);
    out.byte(quote);
    if (isShort && typeof unscaled === 'number') {
      const amount = Math.abs(unscaled);
      if (unscaled < 0) out.byte(minus);
      out.ascii(String(Math.floor(amount / one)));
      out.byte(point);
      out.digits(amount % one, scale);
    } else {
      out.ascii(formatDecimal(unscaled, scale));
    }
    out.byte(quote);
  };
}
