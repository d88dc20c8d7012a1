import type { DoneMark } from '@spillway/streaming';
import { sql, type RawBuilder } from 'kysely';
import { formatDoneRanges, formatDoneRuns } from './done-ranges.js';

/**
 * Adds marks to the done sets, in one statement. Rows are locked in the order (topic, partition), whoever asks. What the
 * row holds by then decides: it is the newest version, also when another transaction was waited for. A row with nothing
 * in it was made by `lock` and is as good as none. A row of another life of the topic stays as it is.
 */
export function markDoneStatement(groupId: string, marks: readonly DoneMark[]): RawBuilder<unknown> {
  const rows = [...Map.groupBy(marks, (mark) => `${mark.partition}/${mark.topic}`).values()].map(toRow);
  return sql`
    WITH mark AS (
      SELECT topic, partition, runs::int8multirange AS runs, completed, dead_lettered FROM unnest(
        ${marks.map((mark) => mark.topic)}::text[],
        ${marks.map((mark) => mark.partition)}::integer[],
        ${marks.map((mark) => formatDoneRuns(mark.runs))}::text[],
        ${marks.map((mark) => mark.completed)}::bigint[],
        ${marks.map((mark) => mark.deadLettered)}::bigint[]
      ) AS m(topic, partition, runs, completed, dead_lettered)
    ), addition AS (
      SELECT topic, partition, runs::int8multirange AS runs, begun::int8multirange AS begun, topic_id FROM unnest(
        ${rows.map((row) => row.topic)}::text[],
        ${rows.map((row) => row.partition)}::integer[],
        ${rows.map((row) => row.runs)}::text[],
        ${rows.map((row) => row.begun)}::text[],
        ${rows.map((row) => row.topicId)}::text[]
      ) AS a(topic, partition, runs, begun, topic_id)
    )
    INSERT INTO inbox_positions AS p (group_id, topic, partition, done, completed, dead_lettered, topic_id)
    SELECT ${groupId}::text, a.topic, a.partition, a.begun, sum(m.completed), sum(m.dead_lettered), a.topic_id
    FROM addition a JOIN mark m ON m.topic = a.topic AND m.partition = a.partition
    GROUP BY a.topic, a.partition, a.begun, a.topic_id ORDER BY a.topic, a.partition
    ON CONFLICT (group_id, topic, partition) DO UPDATE SET (done, completed, dead_lettered, topic_id) = (
      SELECT
        CASE WHEN isempty(p.done) THEN a.begun ELSE p.done + a.runs END,
        p.completed + coalesce(sum(m.completed) FILTER (WHERE isempty(m.runs) OR NOT p.done @> m.runs), 0),
        p.dead_lettered + coalesce(sum(m.dead_lettered) FILTER (WHERE isempty(m.runs) OR NOT p.done @> m.runs), 0),
        coalesce(a.topic_id, p.topic_id)
      FROM addition a JOIN mark m ON m.topic = a.topic AND m.partition = a.partition
      WHERE a.topic = p.topic AND a.partition = p.partition GROUP BY a.begun, a.runs, a.topic_id
    )
    WHERE isempty(p.done) OR p.topic_id IS NULL OR excluded.topic_id IS NULL OR p.topic_id = excluded.topic_id`;
}

/** All marks of one partition: the runs alone, and with what counts as done where nothing was known. */
function toRow(marks: readonly DoneMark[]) {
  const { topic, partition } = marks[0]!;
  const runs = marks.flatMap((mark) => mark.runs);
  const watermark = Math.min(...marks.map((mark) => mark.startOffset));
  const topicId = marks.findLast((mark) => mark.topicId !== undefined)?.topicId ?? null;
  return { topic, partition, topicId, runs: formatDoneRuns(runs), begun: formatDoneRanges({ watermark, runs }) };
}
