import type { StoredDelivery, StoredRecord } from '@spillway/streaming';

/** Does this entry of the ledger speak of this record? */
export function isAbout({ origin }: StoredDelivery, record: StoredRecord): boolean {
  const samePlace = origin.topic === record.topic && origin.partition === record.partition;
  const sameLife = origin.topicId === null || origin.topicId === record.topicId;
  return samePlace && sameLife && record.offset >= origin.offset && record.offset <= origin.lastOffset;
}
