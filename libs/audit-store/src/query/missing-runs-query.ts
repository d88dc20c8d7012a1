const ofPartition = 'topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}';

/**
 * Stretches without a row, from `start` up to `end`: `first` is missing, `next` is not. Without FINAL: a position that lies
 * there twice is no hole, and sorting alone is cheaper.
 */
const holes = `SELECT previous + 1 AS first, at AS next FROM (
    SELECT at, lagInFrame(at, 1, {start:Int64} - 1) OVER
      (ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous
    FROM (SELECT toInt64(offset) AS at FROM audit_positions WHERE ${ofPartition} AND offset < {end:UInt64}
      UNION ALL SELECT {end:Int64} AS at))
  WHERE at > previous + 1`;

/** Blocks with fewer rows than offsets: the log had none there, or the rows are gone. */
const sparse = `SELECT DISTINCT toInt64(first) AS begins, toInt64(last) + 1 AS ends, toInt64(count) AS written
  FROM audit_blocks WHERE ${ofPartition} AND count < last - first + 1`;

/** Both ends of each block, and each hole once. `missing`: how many offsets below `at` are. */
const measured = `SELECT at, next, block, sum(length) OVER below - greatest(0, max(next) OVER below - at) AS missing
  FROM (SELECT first AS at, next - first AS length, next, (0, 0, 0)::Tuple(Int64, Int64, Int64) AS block FROM (${holes})
    UNION ALL
    SELECT arrayJoin([begins, ends]) AS at, 0 AS length, at AS next, (begins, ends, written) AS block FROM (${sparse}))
  WINDOW below AS (ORDER BY at ROWS UNBOUNDED PRECEDING)`;

/** A block has all the rows it was written with when as many offsets of it are missing as it never had. */
const judged = `SELECT at, next, block, max(missing) OVER ends - min(missing) OVER ends = block.2 - block.1 - block.3 AS isWhole
  FROM (${measured}) WINDOW ends AS (PARTITION BY block)`;

/** Where holes and whole blocks begin (1) and end (-1). */
const edges = `SELECT edge.1 AS at, sum(edge.2) AS hole, sum(edge.3) AS cover FROM (
    SELECT arrayJoin(multiIf(block.2 = 0, [(at, 1, 0), (next, -1, 0)],
      isWhole, [(at, 0, if(at = block.1, 1, -1))], [])) AS edge FROM (${judged}))
  GROUP BY at`;

/**
 * Which offsets of a partition are missing, first those that nothing explains. All of it is decided inside of ClickHouse, in
 * one scan: a topic that is written in transactions has a hole for each of them, and a block for each second.
 */
export const missingRunsQuery = `SELECT at AS first, next - 1 AS last, isExplained FROM (
    SELECT at, next, covers > 0 AS isExplained, row_number() OVER (PARTITION BY isExplained ORDER BY at) AS place FROM (
      SELECT at, leadInFrame(at) OVER (ORDER BY at ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS next,
        sum(hole) OVER soFar AS holes, sum(cover) OVER soFar AS covers
      FROM (${edges}) WINDOW soFar AS (ORDER BY at ROWS UNBOUNDED PRECEDING))
    WHERE holes > 0 AND (covers = 0 OR (next > {from:Int64} AND at < {to:Int64})))
  WHERE place <= if(isExplained, {maxExplained:UInt64}, {maxUnexplained:UInt64}) ORDER BY isExplained, first`;
