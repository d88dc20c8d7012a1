// Reads a made-up log into the audit store given as argument, in rounds whose sizes differ in every life, and commits
// to a file a moment after each insert: `from <records>` at the start, `inserted <n>` and `committed <n>` on the way.
// With a third argument it inserts that many rounds and then waits to be killed, with the last one not committed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAuditStore } from '@spillway/audit-store';
import { systemClock, type EventCodec, type LogAdmin, type RoundBatch, type Transport } from '@spillway/streaming';
import { AuditIntake } from '../../../apps/audit/src/sink/audit-intake.js';
import { IntakeProgress } from '../../../apps/audit/src/sink/intake-progress.js';
import { auditLog } from './audit-log.js';

const [dataDir = '', life = '1', heldRound = '0'] = process.argv.slice(2);
const commitFile = join(dataDir, 'committed.json');
const { topic, topicId, partitions, recordsPerPartition } = auditLog;
const roundRecords = 40 + 37 * Number(life);

const names = partitions.map((partition) => ({ topic, partition }));
const admin = {
  ranges: async () => names.map((name) => ({ ...name, beginOffset: 0n, endOffset: BigInt(recordsPerPartition) })),
  topicId: async () => topicId,
  committed: async () => committed().map(([partition, offset]) => ({ topic, partition, offset: BigInt(offset) })),
} as unknown as LogAdmin;

const store = await openAuditStore({ dataDir });
const transport = { admin: () => admin } as unknown as Transport;
const intake = new AuditIntake({
  transport,
  codec: codec(),
  store,
  progress: new IntakeProgress(),
  insertBytes: 1024 * 1024,
});
const next = new Map((await intake.startPositions(names)).map(({ partition, offset }) => [partition, Number(offset)]));
say('from', sum(next));
for (let round = 0; sum(next) < partitions.length * recordsPerPartition; round += 1) {
  const batches = partitions.map((partition) => batchOf(partition, round)).filter(({ records }) => records.length > 0);
  await intake.process(batches, new AbortController().signal);
  for (const { partition, nextOffset } of batches) next.set(partition, nextOffset);
  say('inserted', sum(next));
  if (round + 1 === Number(heldRound)) await forever();
  await systemClock.sleep(15);
  writeFileSync(commitFile, JSON.stringify([...next]));
  say('committed', sum(next));
}
say('complete', sum(next));
await store.close();

function committed(): readonly (readonly [number, number])[] {
  try {
    return JSON.parse(readFileSync(commitFile, 'utf8')) as [number, number][];
  } catch {
    return [];
  }
}

function batchOf(partition: number, round: number): RoundBatch {
  const baseOffset = next.get(partition)!;
  const count = Math.min(roundRecords + ((round * 7 + partition) % 11), recordsPerPartition - baseOffset);
  const records = Array.from({ length: count }, (_, index) => auditLog.record(partition, baseOffset + index));
  const nextOffset = baseOffset + count;
  return {
    topic,
    topicId,
    partition,
    baseOffset,
    records,
    nextOffset,
    highWatermark: recordsPerPartition,
    sizeBytes: 0,
  };
}

function codec(): EventCodec {
  return {
    decodeAsJson: (value: Buffer) => ({ type: 't', text: Buffer.from(`{"payload":"${value.toString('hex')}"}`) }),
  } as unknown as EventCodec;
}

function sum(offsets: ReadonlyMap<number, number>): number {
  return [...offsets.values()].reduce((total, offset) => total + offset, 0);
}

function forever(): Promise<never> {
  setInterval(() => {}, 60_000);
  return new Promise(() => {});
}

function say(what: string, records: number): void {
  process.stdout.write(`${what} ${records}\n`);
}
