import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { deadLetterTopic, knownEvents, ordersTopic } from '@spillway/events';
import { silentLogger, type Transport } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { auditedTopics, startAuditApp } from '../../../apps/audit/src/index.js';

const topic = deadLetterTopic(ordersTopic, 'inventory');

/** Of one record: the life of its topic, its offset in it, and what it is. */
interface KeptRecord {
  readonly topicId: string;
  readonly offset: string;
  readonly eventId: string;
}

export interface TopicRecreated {
  /** Ids of the lives of the topic, the first one first. */
  readonly topicIds: readonly string[];
  /** What the app has of the topic, as `<event id>@<offset>`, for each of these ids. */
  readonly kept: readonly (readonly string[])[];
  /** Records it has of the topic under whatever id. */
  readonly records: number;
  /** What is not as it was written. */
  readonly findings: readonly unknown[];
}

/**
 * An audit app that runs while one of its topics is deleted and recreated: three records in the first life, more in each
 * of the others.
 *
 * @param makeAgain deletes the topic, makes it again, with one partition, and writes to it
 * @param later how many records each further life gets
 */
export async function storeRecreatedTopic(
  transport: Transport,
  makeAgain: (topic: string, write: () => Promise<void>) => Promise<void>,
  later: readonly number[],
): Promise<TopicRecreated> {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-recreated-'));
  const registry = memoryRegistry();
  await registerContracts(registry, knownEvents);
  await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 1 })));
  const app = await startAuditApp({
    environment: { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' },
    transport,
    codec: avroCodec({ registry, definitions: knownEvents }),
    logger: silentLogger,
  });
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${app.url}${path}`)).json()) as T;
  const keptNow = async (): Promise<readonly KeptRecord[]> =>
    (await ask<{ readonly records: readonly KeptRecord[] }>(`/audit/events?topic=${topic}&limit=100`)).records;
  const topicIds: string[] = [];
  let written = 0;
  const write = async (count: number): Promise<void> => {
    const life = topicIds.length;
    topicIds.push(await transport.admin().topicId(topic));
    for (let record = 0; record < count; record += 1) {
      const headers = { ce_id: `life-${life}-${record}`, ce_source: '/shop', ce_type: 't' };
      await transport.sink().append({ topic, key: null, value: null, headers });
    }
    written += count;
  };
  const untilStored = (): Promise<void> =>
    waitUntil('all is stored', async () => (await keptNow()).length >= written, 60_000);
  try {
    await write(3);
    await untilStored();
    for (const count of later) {
      await makeAgain(topic, () => write(count));
      await untilStored();
    }
    const kept = await keptNow();
    const { findings } = await ask<{ readonly findings: readonly unknown[] }>(`/audit/verification?topic=${topic}`);
    const keptOf = (topicId: string): readonly string[] =>
      kept.filter((each) => each.topicId === topicId).map(({ eventId, offset }) => `${eventId}@${offset}`);
    return { topicIds, kept: topicIds.map((id) => keptOf(id).toSorted()), records: kept.length, findings };
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
