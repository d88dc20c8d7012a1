import { randomUUID } from 'node:crypto';
import type { LogRecord, Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';

/** Everything that lies in these topics now, per partition in its order. */
export async function readTopics(transport: Transport, topics: readonly string[]): Promise<readonly LogRecord[]> {
  const ranges = (await Promise.all(topics.map((topic) => transport.admin().ranges(topic)))).flat();
  const filled = ranges.filter(({ beginOffset, endOffset }) => beginOffset < endOffset);
  const missing = new Map(
    filled.map(({ topic, partition, endOffset }) => [`${topic}/${partition}`, Number(endOffset)]),
  );
  const begins = new Map(ranges.map(({ topic, partition, beginOffset }) => [`${topic}/${partition}`, beginOffset]));
  const records: LogRecord[] = [];
  if (missing.size === 0) return records;
  const source = transport.source({ groupId: `reader-${randomUUID()}`, topics, startFrom: 'beginning' });
  await source.start({
    onAssigned: async (partitions) =>
      partitions.map((each) => ({ ...each, offset: begins.get(`${each.topic}/${each.partition}`) ?? 0n })),
    onRevoking: async () => {},
    onBatch: ({ topic, partition, records: more, nextOffset }) => {
      records.push(...more);
      const place = `${topic}/${partition}`;
      if (nextOffset >= (missing.get(place) ?? Infinity)) missing.delete(place);
    },
    onError: () => {},
  });
  try {
    await waitUntil(`${topics.join(', ')} are read`, () => missing.size === 0, 60_000);
  } finally {
    await source.stop();
  }
  return records;
}
