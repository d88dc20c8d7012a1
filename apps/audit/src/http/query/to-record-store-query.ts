import { invalidParameter } from '../../invalid-parameter.js';
import type { RecordQuery } from './record-query.js';
import { listedDays } from './listed-range.js';
import { toStoreQuery } from './to-store-query.js';

const maxDaysOfText = 31;
const dayMs = 86_400_000;

/** @throws SpillwayError `SPW-4010` when the range is empty, or too long, or a text is asked for without one, or with too long a one */
export function toRecordStoreQuery({ group, ...query }: RecordQuery) {
  const { text, from, to } = query;
  const isNarrow = from !== undefined && to !== undefined && to - from <= maxDaysOfText * dayMs;
  if (text !== undefined && !isNarrow) {
    throw invalidParameter('text', `needs from and to, at most ${maxDaysOfText} days apart`);
  }
  return { ...toStoreQuery(query, listedDays), groupId: group };
}
