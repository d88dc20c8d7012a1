import type { HeaderValue, RecordHeaders } from '@spillway/streaming';

type Stored = readonly [name: string, ...values: (string | { readonly base64: string })[]];

/** Headers as JSON text: `[["ce_id","a"],["raw",{"base64":"AAE="}]]`. Characters that PostgreSQL's text refuses are escaped. */
export function formatHeaders(headers: RecordHeaders): string {
  const stored: Stored[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) stored.push([name, ...(isList(value) ? value : [value]).map(store)]);
  }
  return JSON.stringify(stored);
}

/** The same headers again: a name that repeats is a list, in its order; buffers stay buffers. */
export function parseHeaders(text: string): RecordHeaders {
  const headers: Record<string, HeaderValue | readonly HeaderValue[]> = Object.create(null) as never;
  for (const [name, ...values] of JSON.parse(text) as Stored[]) {
    const restored = values.map((value) => (typeof value === 'string' ? value : Buffer.from(value.base64, 'base64')));
    headers[name] = restored.length === 1 ? restored[0]! : restored;
  }
  return headers;
}

function store(value: HeaderValue): Stored[1] {
  return typeof value === 'string' ? value : { base64: value.toString('base64') };
}

function isList(value: HeaderValue | readonly HeaderValue[]): value is readonly HeaderValue[] {
  return Array.isArray(value);
}
