import { askedMoments, type ExpiryMoments } from './expiry-moments.js';

/**
 * What makes a record expired. Its time is one that the producer chose, so it says nothing alone: what was stored lately is kept,
 * and a time that was out of range is none.
 */
export const isExpiredRecord = ({ olderThan, storedBefore }: ExpiryMoments = askedMoments): string =>
  `(timestampClamped OR timestamp < ${olderThan}) AND recordedAt < ${storedBefore}`;
