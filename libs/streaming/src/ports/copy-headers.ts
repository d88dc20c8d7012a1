import type { HeaderValue, RecordHeaders } from './record.js';

/** Headers as a broker gives them back: every value its own bytes, repeats in order, a single value not in an array. */
export function copyHeaders(headers: RecordHeaders): RecordHeaders {
  const copy: Record<string, Buffer | Buffer[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    const bytes = copyValue(value);
    if (bytes === undefined) continue;
    if (name === '__proto__') Object.defineProperty(copy, name, { value: bytes, enumerable: true });
    else copy[name] = bytes;
  }
  return copy;
}

function copyValue(value: HeaderValue | readonly HeaderValue[]): Buffer | Buffer[] | undefined {
  if (!Array.isArray(value)) return Buffer.from(value as Buffer);
  const parts = (value as readonly Buffer[]).map((part) => Buffer.from(part));
  return parts.length > 1 ? parts : parts[0];
}
