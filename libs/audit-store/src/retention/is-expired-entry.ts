import { latestMs } from '../encode/clamp-timestamp.js';
import { askedMoments, type ExpiryMoments } from './expiry-moments.js';

/**
 * What makes an entry of the ledger expired: that its record is. Entries may have been entered long after it, so they go by the
 * records that are kept although their time is past, which are few.
 *
 * @param topic the ledger's topic as it stands in the statement
 */
export const isExpiredEntry = (topic: string, moments: ExpiryMoments = askedMoments): string => {
  const { olderThan, settledBefore, storedBefore } = moments;
  return `ledgerTopic = ${topic} AND recordedAt < ${settledBefore}
    AND (timestamp < ${olderThan} OR timestamp >= fromUnixTimestamp64Milli(${latestMs}, 'UTC'))
    AND (toString(ledgerTopicId), ledgerPartition, ledgerOffset) NOT IN (
      SELECT toString(topicId), partition, offset FROM audit_events
      WHERE topic = ${topic} AND (timestampClamped OR timestamp < ${olderThan}) AND recordedAt >= ${storedBefore})`;
};
