import type { AuditRecordQuery } from '@spillway/streaming';
import { groupTopicEnd } from './group-topic-ends.js';
import { instant } from './instant.js';
import type { PagePosition } from './page-cursor.js';

export interface Conditions {
  readonly where: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Condition {
  readonly sql: string;
  readonly value: unknown;
  readonly name: string;
}

/** The WHERE of a record query; `after` is where the page before ended. Column names come from here, never from callers. */
export function recordConditions(query: Omit<AuditRecordQuery, 'limit' | 'cursor'>, after?: PagePosition): Conditions {
  const time = timeColumn(query);
  const conditions: Condition[] = [
    { name: 'topic', sql: 'topic = {topic:String}', value: query.topic },
    { name: 'type', sql: 'type = {type:String}', value: query.type },
    { name: 'groupTopics', sql: 'match(topic, {groupTopics:String})', value: groupTopics(query) },
    { name: 'key', sql: 'key = {key:String}', value: query.key },
    { name: 'eventId', sql: 'eventId = {eventId:String}', value: query.eventId },
    { name: 'correlationId', sql: 'correlationId = {correlationId:String}', value: query.correlationId },
    { name: 'fromMs', sql: `${time} >= ${instant('fromMs')}`, value: query.fromMs },
    { name: 'toMs', sql: `${time} < ${instant('toMs')}`, value: query.toMs },
    { name: 'text', sql: 'position(payload, {text:String}) > 0', value: query.text },
  ].filter(({ value }) => value !== undefined);
  const parts = conditions.map(({ sql }) => sql);
  if (query.time === 'event') parts.push('eventTime IS NOT NULL');
  const params: Record<string, unknown> = Object.fromEntries(conditions.map(({ name, value }) => [name, value]));
  if (after !== undefined) {
    parts.push(afterCondition(time));
    for (const [name, value] of Object.entries(after)) params[`after_${name}`] = value;
  }
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, params };
}

/** Names of a group's own topics, as a pattern of ClickHouse (re2). */
function groupTopics({ groupId }: Pick<AuditRecordQuery, 'groupId'>): string | undefined {
  if (groupId === undefined) return undefined;
  return String.raw`\.\Q${groupId}\E\.${groupTopicEnd}$`;
}

export function timeColumn({ time }: Pick<AuditRecordQuery, 'time'>): string {
  return time === 'event' ? 'eventTime' : 'timestamp';
}

/** `<=` on the time alone lets ClickHouse skip whole days and hours; the tuple then says exactly. */
function afterCondition(time: string): string {
  const position =
    `${instant('after_timeMs')}, {after_topic:String}, {after_topicId:String}, ` +
    '{after_partition:UInt32}, {after_offset:UInt64}';
  const columns = `assumeNotNull(${time}), toString(topic), toString(topicId), partition, offset`;
  return `${time} <= ${instant('after_timeMs')} AND tuple(${columns}) < tuple(${position})`;
}
