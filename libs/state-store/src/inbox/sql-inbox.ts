import type {
  Clock,
  DoneOffsets,
  EventIdentity,
  GroupTotals,
  Inbox,
  InboxUpdate,
  TopicPartition,
} from '@spillway/streaming';
import { sql, type Kysely, type QueryExecutorProvider } from 'kysely';
import { formatDoneRanges, parseDoneRanges } from './done-ranges.js';
import { eventDigest } from './event-digest.js';
import type { InboxDatabase } from './inbox-tables.js';
import { mergeUpdates } from './merge-updates.js';

interface DoneRow {
  topic: string;
  partition: number;
  done: string;
}

/** The inbox in PostgreSQL: one statement per call, whatever the size of the batch. */
export class SqlInbox implements Inbox<QueryExecutorProvider> {
  constructor(
    private readonly db: Kysely<InboxDatabase>,
    private readonly clock: Clock,
  ) {}

  async load(groupId: string, partitions: readonly TopicPartition[]): Promise<readonly DoneOffsets[]> {
    const { rows } = await sql<DoneRow>`
      SELECT p.topic, p.partition, p.done::text AS done
      FROM inbox_positions p JOIN ${asked(partitions)} ON p.topic = asked.topic AND p.partition = asked.partition
      WHERE p.group_id = ${groupId}`.execute(this.db);
    return rows.flatMap(toDoneOffsets);
  }

  /** Creates the missing rows too. Rows are locked in the order (topic, partition), whoever asks, so owners never wait in a circle. */
  async lock(
    tx: QueryExecutorProvider,
    groupId: string,
    partitions: readonly TopicPartition[],
  ): Promise<readonly DoneOffsets[]> {
    // The update changes nothing: it locks the row and answers its newest version, which SELECT … FOR UPDATE does for
    // rows that exist only.
    const { rows } = await sql<DoneRow>`
      INSERT INTO inbox_positions AS p (group_id, topic, partition, done)
      SELECT DISTINCT ${groupId}::text, asked.topic, asked.partition, '{}'::int8multirange
      FROM ${asked(partitions)} ORDER BY asked.topic, asked.partition
      ON CONFLICT (group_id, topic, partition) DO UPDATE SET done = p.done
      RETURNING p.topic, p.partition, p.done::text AS done`.execute(tx);
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

  /** Unites: what was done stays done, whatever the order of the updates. */
  async record(tx: QueryExecutorProvider, groupId: string, updates: readonly InboxUpdate[]): Promise<void> {
    if (updates.length === 0) return;
    const merged = mergeUpdates(updates);
    await sql`
      INSERT INTO inbox_positions AS p (group_id, topic, partition, done, completed, dead_lettered)
      SELECT ${groupId}::text, u.topic, u.partition, u.done::int8multirange, u.completed, u.dead_lettered
      FROM unnest(
        ${merged.map(({ done }) => done.topic)}::text[],
        ${merged.map(({ done }) => done.partition)}::integer[],
        ${merged.map(({ done }) => formatDoneRanges(done))}::text[],
        ${merged.map((update) => update.completed)}::bigint[],
        ${merged.map((update) => update.deadLettered)}::bigint[]
      ) AS u(topic, partition, done, completed, dead_lettered) ORDER BY u.topic, u.partition
      ON CONFLICT (group_id, topic, partition) DO UPDATE SET
        done = p.done + excluded.done,
        completed = p.completed + excluded.completed,
        dead_lettered = p.dead_lettered + excluded.dead_lettered`.execute(tx);
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

function toDoneOffsets({ topic, partition, done }: DoneRow): DoneOffsets[] {
  const known = parseDoneRanges(done);
  return known === undefined ? [] : [{ topic, partition, ...known }];
}
