import { parseRfc3339 } from '@spillway/events';
import type { DecimalFormat } from '../decimal/decimal-format.js';
import { formatDecimal } from '../decimal/format-decimal.js';
import { parseDecimal } from '../decimal/parse-decimal.js';
import type { TextForm } from '../text/text-form.js';
import { isUuid } from '../text/uuid-bytes-form.js';
import type { JsonForm } from './json-form.js';

/** What is wrong with a JSON value, or its payload value. */
type Read = { readonly problem: string } | { readonly value: unknown };

const form = (read: (json: unknown) => Read, print: (value: never) => unknown): JsonForm => ({
  parse: (json, pointer, issues) => {
    const result = read(json);
    return 'problem' in result ? issues.add(pointer, result.problem) : result.value;
  },
  print,
});
const same = (value: unknown): unknown => value;

export const nullForm = form((json) => (json === null ? { value: null } : { problem: 'must be null' }), same);

export const booleanForm = form(
  (json) => (typeof json === 'boolean' ? { value: json } : { problem: 'must be true or false' }),
  same,
);

export const intForm = integerForm(-(2 ** 31), 2 ** 31 - 1, '32 bits');
export const longForm = integerForm(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, '53 bits');

const wholeNumber = /^(?:0|-?[1-9]\d{0,18})$/;

/** Text, since a number of JSON holds 53 bits with most who read it. */
export const bigintForm = form(
  (json) => {
    if (typeof json !== 'string' || !wholeNumber.test(json)) return { problem: 'must be a whole number in a string' };
    const value = BigInt(json);
    return BigInt.asIntN(64, value) === value ? { value } : { problem: 'does not fit in 64 bits' };
  },
  (value: bigint) => String(value),
);

export const numberForm = form(
  (json) => (typeof json === 'number' && Number.isFinite(json) ? { value: json } : { problem: 'must be a number' }),
  (value: number) => (Number.isFinite(value) ? value : String(value)),
);

export const stringForm = form((json) => {
  if (typeof json !== 'string') return { problem: 'must be a string' };
  if (!json.isWellFormed()) return { problem: 'holds half a character' };
  return json.includes('\0') ? { problem: 'holds a NUL character' } : { value: json };
}, same);

export const uuidForm = form((json) => (isUuid(json) ? { value: json } : { problem: 'must be a UUID' }), same);

export const timeForm = form(
  (json) => {
    const time = typeof json === 'string' ? parseRfc3339(json) : undefined;
    if (time === undefined) return { problem: 'must be an RFC 3339 time with a zone' };
    return time.cut ? { problem: 'is finer than a millisecond' } : { value: time.date };
  },
  (value: Date) => value.toISOString(),
);

/** A logical type that is text in a payload as well: whatever way it is written, it comes back in one. */
export function textForm({ parse, print, rule }: TextForm): JsonForm {
  return form((json) => {
    const value = typeof json === 'string' ? parse(json) : undefined;
    return value === undefined ? { problem: rule } : { value: print(value) };
  }, same);
}

export function bytesForm(sizeBytes?: number): JsonForm {
  const rule = sizeBytes === undefined ? 'must be base64 text' : `must be base64 text of ${sizeBytes} bytes`;
  return form(
    (json) => {
      const bytes = typeof json === 'string' ? Buffer.from(json, 'base64') : undefined;
      // Node skips what is not base64; only text that comes back the same was base64.
      const sound = bytes !== undefined && bytes.toString('base64') === json;
      return sound && (sizeBytes ?? bytes.length) === bytes.length ? { value: bytes } : { problem: rule };
    },
    (value: Buffer) => value.toString('base64'),
  );
}

export function decimalForm(format: DecimalFormat): JsonForm {
  return form((json) => {
    if (typeof json !== 'string') return { problem: 'must be a decimal in a string' };
    const { unscaled, problem } = parseDecimal(json, format);
    return problem === undefined ? { value: formatDecimal(unscaled, format.scale) } : { problem };
  }, same);
}

export function enumForm(symbols: readonly string[]): JsonForm {
  const known = new Set<unknown>(symbols);
  const rule = `must be one of ${symbols.join(', ')}`;
  return form((json) => (known.has(json) ? { value: json } : { problem: rule }), same);
}

function integerForm(least: number, most: number, width: string): JsonForm {
  return form((json) => {
    // Minus zero would come back as zero.
    if (typeof json !== 'number' || !Number.isInteger(json) || Object.is(json, -0)) {
      return { problem: 'must be a whole number' };
    }
    return json >= least && json <= most ? { value: json } : { problem: `does not fit in ${width}` };
  }, same);
}
