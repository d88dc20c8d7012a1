import type { TextMapGetter, TextMapSetter } from '@opentelemetry/api';
import type { RecordHeaders } from '@spillway/streaming';

/** Reads trace context from record headers. Of a name that repeats the first counts, as W3C asks for `traceparent`. */
export const headerGetter: TextMapGetter<RecordHeaders> = {
  keys: (headers) => Object.keys(headers),
  get: headerText,
};

export const headerSetter: TextMapSetter<Record<string, string>> = {
  set: (headers, name, value) => void (headers[name] = value),
};

/** A header as text; undefined when it is absent. */
export function headerText(headers: RecordHeaders, name: string): string | undefined {
  const value = headers[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return first;
  return first instanceof Uint8Array ? Buffer.from(first.buffer, first.byteOffset, first.length).toString() : undefined;
}
