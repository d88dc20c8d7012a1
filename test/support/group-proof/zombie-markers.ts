import { holdsTopic, spillwayHeaders } from '@spillway/events';
import type { LogRecord } from '@spillway/streaming';
import type { GroupProof } from './group-proof.js';

/** Older than any member's. */
const zombieEpoch = '0';

/** Marks one key of each partition as held, as a member that has lost them all does. */
export async function writeZombieMarkers(proof: GroupProof): Promise<void> {
  const { plan, transport, partitions } = proof;
  const markers = Array.from({ length: partitions }, (_, partition) => ({
    ...{ topic: holdsTopic(plan.topic, plan.group), partition },
    key: Buffer.from(proof.keyOf(partition)),
    value: Buffer.from(JSON.stringify({ offset: 0 })),
    headers: { [spillwayHeaders.epoch]: zombieEpoch },
  }));
  await Promise.all(markers.map((marker) => transport.sink().append(marker)));
}

/** The keys of which a zombie has the last word: compaction would leave it alone. */
export async function lastWordsOfZombies(proof: GroupProof): Promise<readonly string[]> {
  const { plan } = proof;
  const last = new Map<string, LogRecord>();
  for (const record of await proof.read(holdsTopic(plan.topic, plan.group))) last.set(String(record.key), record);
  return [...last].flatMap(([key, { headers }]) => (String(headers[spillwayHeaders.epoch]) === zombieEpoch ? key : []));
}
