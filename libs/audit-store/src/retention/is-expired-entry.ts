import { askedMoments, type ExpiryMoments } from './expiry-moments.js';
import { mayHaveExpired } from './may-have-expired.js';

/**
 * What makes an entry of the ledger expired: that its record is. Entries may have been entered long after it, so they go by the
 * records that are kept although their time is past. Those are all of them after the ledger was read again from its beginning, and
 * they lie in memory here: so it is asked of one day, which an entry and its record have in common.
 *
 * @param asked the ledger's topic and the day, as they stand in the statement
 */
export const isExpiredEntry = (
  { topic, day }: Readonly<Record<'topic' | 'day', string>>,
  moments: ExpiryMoments = askedMoments,
): string => {
  const { olderThan, storedBefore } = moments;
  return `ledgerTopic = ${topic} AND toDate(timestamp) = ${day} AND ${mayHaveExpired(moments)}
    AND (toString(ledgerTopicId), ledgerPartition, ledgerOffset) NOT IN (
      SELECT toString(topicId), partition, offset FROM audit_events
      WHERE topic = ${topic} AND toDate(timestamp) = ${day} AND (timestampClamped OR timestamp < ${olderThan})
        AND recordedAt >= ${storedBefore})`;
};
