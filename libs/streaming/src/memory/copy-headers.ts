import type { HeaderValue, RecordHeaders } from '../ports/record.js';

/** Headers as a broker gives them back: every value its own bytes, repeats in order, a single value not in an array. */
export function copyHeaders(headers: RecordHeaders): RecordHeaders {
  const copy: Record<string, Buffer | Buffer[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const values = (Array.isArray(value) ? value : [value]) as readonly HeaderValue[];
    if (values.length === 0) continue;
    const bytes = values.map((part) => Buffer.from(part as Buffer));
    copy[name] = bytes.length === 1 ? bytes[0]! : bytes;
  }
  return copy;
}
