import { partitionKey, type LogAdmin, type LoggedPartition } from '@spillway/streaming';

/** The same partitions, of which the offsets are asked for that the log wrote from one time up to another, exclusive. */
export async function withinTimes(
  admin: Pick<LogAdmin, 'offsetsAt'>,
  log: readonly LoggedPartition[],
  { fromMs, toMs }: { readonly fromMs?: number | undefined; readonly toMs?: number | undefined },
): Promise<readonly LoggedPartition[]> {
  if (fromMs === undefined && toMs === undefined) return log;
  const topics = [...new Set(log.map(({ topic }) => topic))];
  const [begins, ends] = await Promise.all([fromMs, toMs].map((timeMs) => offsetsAt(admin, topics, timeMs)));
  return log.map((partition) => {
    const name = partitionKey(partition);
    const beginOffset = begins!.get(name) ?? partition.beginOffset;
    const endOffset = ends!.get(name) ?? partition.endOffset;
    // The log moves on between the questions.
    return { ...partition, within: { beginOffset, endOffset: endOffset < beginOffset ? beginOffset : endOffset } };
  });
}

async function offsetsAt(
  admin: Pick<LogAdmin, 'offsetsAt'>,
  topics: readonly string[],
  timeMs: number | undefined,
): Promise<ReadonlyMap<string, bigint>> {
  if (timeMs === undefined) return new Map();
  const perTopic = await Promise.all(topics.map((topic) => admin.offsetsAt(topic, timeMs)));
  return new Map(perTopic.flat().map((position) => [partitionKey(position), position.offset]));
}
