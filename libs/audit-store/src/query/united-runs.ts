/**
 * The text of a subquery: ascending, disjoint runs of what any of the given ones covers, per partition.
 *
 * @param runs a subquery with topic, topicId, partition, first and last
 */
export const unitedRuns = (runs: string): string => `
  SELECT topic, topicId, partition, min(first) AS runFirst, max(last) AS runLast FROM (
    SELECT topic, topicId, partition, first, last,
      sum(begins) OVER (PARTITION BY topic, topicId, partition ORDER BY first, last ROWS UNBOUNDED PRECEDING) AS run
    FROM (
      SELECT topic, topicId, partition, first, last, first > 1 + max(last) OVER (PARTITION BY topic, topicId, partition
          ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS begins
      FROM (${runs})))
  GROUP BY topic, topicId, partition, run`;
