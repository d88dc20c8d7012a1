import type { HeaderValue, LogRecord } from './record.js';

/** The head of a run of records within the bounds, at least one record. */
export function firstOf(
  { records, nextOffset }: { readonly records: readonly LogRecord[]; readonly nextOffset: number },
  { maxRecords, maxBytes }: { readonly maxRecords: number; readonly maxBytes: number },
): { readonly records: readonly LogRecord[]; readonly nextOffset: number } {
  let count = 0;
  let sizeBytes = 0;
  while (count < records.length && count < maxRecords) {
    sizeBytes += recordBytes(records[count]!);
    if (count > 0 && sizeBytes > maxBytes) break;
    count++;
  }
  if (count === records.length) return { records, nextOffset };
  return { records: records.slice(0, count), nextOffset: records[count]!.offset };
}

/** Bytes of key, value and headers. */
export function recordBytes({ key, value, headers }: Pick<LogRecord, 'key' | 'value' | 'headers'>): number {
  let sizeBytes = (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) {
    const header = headers[name];
    if (Array.isArray(header))
      for (const part of header as readonly HeaderValue[]) sizeBytes += name.length + part.length;
    else sizeBytes += name.length + ((header as HeaderValue | undefined)?.length ?? 0);
  }
  return sizeBytes;
}
