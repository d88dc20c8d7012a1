// Records of the log through the intake of the audit app into its store: decoded, checked, encoded, hashed, inserted, vouched for.
import { openAuditStore } from '@spillway/audit-store';
import type { LogAdmin, Transport } from '@spillway/streaming';
import { AuditIntake } from '../../../apps/audit/dist/sink/audit-intake.js';
import { intakeLimits } from '../../../apps/audit/dist/sink/intake-limits.js';
import { IntakeProgress } from '../../../apps/audit/dist/sink/intake-progress.js';
import { defaultIntakeBytes } from '../../../libs/audit-store/dist/audit-config.js';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { ingestTopic, ingestTopicId, partitions, type IngestTask } from './ingest-task.ts';
import { makeRounds } from './make-rounds.ts';
import { requireStored } from './require-stored.ts';

const { dataDir, events } = taskOf<IngestTask>();
const { codec, rounds, makeSlot } = await makeRounds(events);
const { consumer, insertBytes } = intakeLimits(defaultIntakeBytes);
const store = await openAuditStore({ dataDir, maxInsertBytes: insertBytes });
const assigned = Array.from({ length: partitions }, (_, partition) => ({ topic: ingestTopic, partition }));
const admin = {
  ranges: async () => assigned.map((partition) => ({ ...partition, beginOffset: 0n, endOffset: 0n })),
  topicId: async () => ingestTopicId,
  committed: async () => [],
} as unknown as LogAdmin;
const transport = { admin: () => admin } as unknown as Transport;
const intake = new AuditIntake({ transport, codec, store, progress: new IntakeProgress(), insertBytes });
await intake.startPositions(assigned);
// As many rounds at a time as the app has.
const slots = await Promise.all(Array.from({ length: consumer.maxRoundsInFlight! }, makeSlot));

const usage = usageSince();
let next = 0;
const { signal } = new AbortController();
await Promise.all(
  slots.map(async (roundAt) => {
    while (next < rounds) await intake.process(roundAt(next++), signal);
  }),
);
const measurement = usage(events);
await store.close();
await requireStored(dataDir, events);
printResult(measurement);
