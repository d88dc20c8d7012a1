import { latestMs } from '../encode/clamp-timestamp.js';
import { askedMoments, type ExpiryMoments } from './expiry-moments.js';

/** An entry of the ledger whose time is past, or is none, and whose insert is over. Its record may be kept all the same. */
export const mayHaveExpired = ({ olderThan, settledBefore }: ExpiryMoments = askedMoments): string =>
  `recordedAt < ${settledBefore} AND (timestamp < ${olderThan} OR timestamp >= fromUnixTimestamp64Milli(${latestMs}, 'UTC'))`;
