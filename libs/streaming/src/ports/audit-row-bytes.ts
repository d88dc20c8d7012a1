import type { AuditRow } from './audit-store.js';

/** Ids, names of topic and type, and what a row takes as an object while it waits to be encoded. */
const fixedBytes = 256;

/** What a record takes as a row, roughly: for limits of memory, so rather too much than too little. */
export function auditRowBytes({ key, value, headers, payloadJson }: AuditRow): number {
  let sizeBytes = fixedBytes + (key?.length ?? 0) + (value?.length ?? 0) + (payloadJson?.length ?? 0);
  for (const name in headers) {
    const values = headers[name];
    sizeBytes += name.length;
    if (Array.isArray(values))
      for (const one of values as readonly { length: number }[]) sizeBytes += one.length + name.length;
    else sizeBytes += (values as { length: number } | undefined)?.length ?? 0;
  }
  return sizeBytes;
}
