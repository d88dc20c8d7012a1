import type { RecordHeaders } from '../ports/record.js';

/** Headers as a broker gives them back: every value its own bytes, repeats in order, a single value not in an array. */
export function copyHeaders(headers: RecordHeaders): RecordHeaders {
  const copy: Record<string, Buffer | Buffer[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    if (!Array.isArray(value)) copy[name] = Buffer.from(value as Buffer);
    else if (value.length === 1) copy[name] = Buffer.from(value[0] as Buffer);
    else if (value.length > 1) copy[name] = (value as readonly Buffer[]).map((part) => Buffer.from(part));
  }
  return copy;
}
