import { identityOf, placeIdentity } from '../intake/record-delivery.js';
import { readEventHeaders } from '@spillway/events';
import type { EventIdentity } from '../../ports/state-store.js';
import type { FlowItem } from './flow-item.js';

/**
 * As what the inbox counts a record: its event, or its place when it names none, so that two owners of a partition never
 * count it both. What a redrive sends again is asked for again, once per time it was sent.
 */
export function countedIdentity(item: FlowItem): EventIdentity {
  const { record, copy, delivery } = item;
  const identity =
    delivery?.countedAs ??
    identityOf(readEventHeaders(record.headers).attributes) ??
    placeIdentity(copy?.origin ?? record, item.originTopicId);
  if (copy?.redriveJob === undefined) return identity;
  return { source: identity.source, id: JSON.stringify([identity.id, copy.redriveJob, copy.redriveCount ?? 1]) };
}
