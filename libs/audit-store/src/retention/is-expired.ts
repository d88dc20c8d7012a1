import { instant } from '../query/instant.js';

/** What of a row's times makes it expired, of records and of entries alike; by the names of `Expiry`. */
export const isExpired = `timestamp < ${instant('olderThanMs')} AND recordedAt < ${instant('storedBeforeMs')}`;
