import type { AuditRow } from './audit-store.js';
import { recordBytes } from '../read-bounds.js';

/** Ids, names of topic and type, and what a row takes as an object while it waits to be encoded. */
export const auditRowFixedBytes = 256;

/** What a record takes as a row, roughly: for limits of memory, so rather too much than too little. */
export function auditRowBytes({ key, value, headers, payloadJson }: AuditRow): number {
  return auditRowFixedBytes + recordBytes({ key, value, headers }) + (payloadJson?.length ?? 0);
}
