import type { DeliveryQuery } from '@spillway/streaming';
import { instant } from '../instant.js';
import type { PagePosition } from '../page-cursor.js';
import type { Conditions } from '../record-conditions.js';

/** The condition on each filter. Column names stand here, never come from callers. */
const sqlOf = {
  groupId: 'groupId = {groupId:String}',
  topic: 'originTopic = {topic:String}',
  handler: 'handler = {handler:String}',
  outcome: 'toString(outcome) = {outcome:String}',
  fingerprint: 'fingerprint = {fingerprint:String}',
  type: 'eventType = {type:String}',
  eventId: 'eventId = {eventId:String}',
  correlationId: 'correlationId = {correlationId:String}',
  fromMs: `timestamp >= ${instant('fromMs')}`,
  toMs: `timestamp < ${instant('toMs')}`,
} as const satisfies Partial<Record<keyof DeliveryQuery, string>>;

export type DeliveryFilters = Pick<DeliveryQuery, keyof typeof sqlOf>;

/** The WHERE of a question about the ledger; `more` are conditions of the question itself. */
export function deliveryConditions(
  filters: DeliveryFilters,
  { after, more = [] }: { readonly after?: PagePosition | undefined; readonly more?: readonly string[] } = {},
): Conditions {
  const names = (Object.keys(sqlOf) as (keyof typeof sqlOf)[]).filter((name) => filters[name] !== undefined);
  const parts: string[] = [...names.map((name) => sqlOf[name]), ...more];
  const params: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, filters[name]]));
  if (after !== undefined) {
    parts.push(afterCondition);
    for (const [name, value] of Object.entries(after)) params[`after_${name}`] = value;
  }
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, params };
}

/** `<=` on the time alone lets ClickHouse skip whole days and hours; the tuple then says exactly. */
const afterCondition = `timestamp <= ${instant('after_timeMs')} AND
  tuple(timestamp, toString(ledgerTopic), toString(ledgerTopicId), ledgerPartition, ledgerOffset, entry) <
  tuple(${instant('after_timeMs')}, {after_topic:String}, {after_topicId:String},
    {after_partition:UInt32}, {after_offset:UInt64}, {after_entry:UInt32})`;
