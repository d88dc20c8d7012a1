import type {
  Clock,
  DoneMark,
  DoneOffsets,
  EventIdentity,
  GroupTotals,
  Inbox,
  TopicPartition,
} from '@spillway/streaming';
import { sql, type Kysely, type QueryExecutorProvider } from 'kysely';
import { formatDoneRanges, parseDoneRanges } from './done-ranges.js';
import { eventDigest } from './event-digest.js';
import type { InboxDatabase } from './inbox-tables.js';
import { markDoneStatement } from './mark-done-statement.js';

interface DoneRow {
  topic: string;
  partition: number;
  done: string;
  topic_id: string | null;
}

/** The inbox in PostgreSQL: one statement per call, whatever the size of the batch. */
export class SqlInbox implements Inbox<QueryExecutorProvider> {
  constructor(
    private readonly db: Kysely<InboxDatabase>,
    private readonly clock: Clock,
  ) {}

  async load(groupId: string, partitions: readonly TopicPartition[]): Promise<readonly DoneOffsets[]> {
    const { rows } = await sql<DoneRow>`
      SELECT p.topic, p.partition, p.done::text AS done, p.topic_id
      FROM inbox_positions p JOIN ${asked(partitions)} ON p.topic = asked.topic AND p.partition = asked.partition
      WHERE p.group_id = ${groupId}`.execute(this.db);
    return rows.flatMap(toDoneOffsets);
  }

  /** An id that another open transaction of the group has just admitted makes this one wait for that one's end. */
  async admit(
    tx: QueryExecutorProvider,
    groupId: string,
    _topic: string,
    identities: readonly EventIdentity[],
  ): Promise<readonly boolean[]> {
    if (identities.length === 0) return [];
    const digests = identities.map(eventDigest);
    const { rows } = await sql<{ event: string }>`
      INSERT INTO inbox_events (group_id, event, seen_at)
      SELECT DISTINCT ${groupId}::text, event, ${new Date(this.clock.nowMs())}::timestamptz
      FROM unnest(${digests}::uuid[]) AS event ORDER BY event
      ON CONFLICT DO NOTHING RETURNING event`.execute(tx);
    const fresh = new Set(rows.map((row) => row.event));
    return digests.map((digest) => fresh.delete(digest));
  }

  async known(groupId: string, _topic: string, identities: readonly EventIdentity[]): Promise<readonly boolean[]> {
    if (identities.length === 0) return [];
    const digests = identities.map(eventDigest);
    const { rows } = await sql<{ event: string }>`
      SELECT event FROM inbox_events WHERE group_id = ${groupId} AND event = ANY(${digests}::uuid[])`.execute(this.db);
    const found = new Set(rows.map((row) => row.event));
    return digests.map((digest) => found.has(digest));
  }

  /** Whoever waits in `admit` for this transaction gets the identity as new once it has committed. */
  async forget(
    tx: QueryExecutorProvider,
    groupId: string,
    _topic: string,
    identities: readonly EventIdentity[],
  ): Promise<void> {
    if (identities.length === 0) return;
    await sql`
      DELETE FROM inbox_events
      WHERE group_id = ${groupId} AND event = ANY(${identities.map(eventDigest)}::uuid[])`.execute(tx);
  }

  async markDone(tx: QueryExecutorProvider, groupId: string, marks: readonly DoneMark[]): Promise<void> {
    if (marks.length > 0) await markDoneStatement(groupId, marks).execute(tx);
  }

  async replace(tx: QueryExecutorProvider, groupId: string, done: readonly DoneOffsets[]): Promise<void> {
    if (done.length === 0) return;
    await sql`
      INSERT INTO inbox_positions AS p (group_id, topic, partition, done, topic_id)
      SELECT ${groupId}::text, r.topic, r.partition, r.done::int8multirange, r.topic_id
      FROM unnest(
        ${done.map(({ topic }) => topic)}::text[],
        ${done.map(({ partition }) => partition)}::integer[],
        ${done.map(formatDoneRanges)}::text[],
        ${done.map(({ topicId }) => topicId ?? null)}::text[]
      ) AS r(topic, partition, done, topic_id) ORDER BY r.topic, r.partition
      ON CONFLICT (group_id, topic, partition) DO UPDATE SET done = excluded.done, topic_id = excluded.topic_id
    `.execute(tx);
  }

  async totals(groupId: string): Promise<readonly GroupTotals[]> {
    const { rows } = await sql<GroupTotals>`
      SELECT topic, sum(completed)::bigint AS completed, sum(dead_lettered)::bigint AS "deadLettered"
      FROM inbox_positions WHERE group_id = ${groupId} GROUP BY topic ORDER BY topic`.execute(this.db);
    return rows;
  }
}

function asked(partitions: readonly TopicPartition[]) {
  const topics = partitions.map(({ topic }) => topic);
  const numbers = partitions.map(({ partition }) => partition);
  return sql`unnest(${topics}::text[], ${numbers}::integer[]) AS asked(topic, partition)`;
}

function toDoneOffsets({ topic, partition, done, topic_id: topicId }: DoneRow): DoneOffsets[] {
  const known = parseDoneRanges(done);
  return known === undefined ? [] : [{ topic, partition, ...known, ...(topicId === null ? {} : { topicId }) }];
}
