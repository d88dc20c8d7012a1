// Drains a long backlog through the audit app and looks at the memory of the process, which ClickHouse shares, meanwhile.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAuditApp } from '@spillway/audit-app';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { knownEvents } from '@spillway/events';
import { silentLogger } from '@spillway/streaming';
import { printResult } from '../../harness/print-result.ts';
import { rssFigures } from '../../harness/rss-figures.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { soakTopic, type AuditSoakTask } from './audit-soak-task.ts';
import { openLog } from '../../harness/open-log.ts';

const lookEveryMs = 250;
const mebibyte = 1024 * 1024;

const { brokers, prefix, events, intakeBytes } = taskOf<AuditSoakTask>();
const dataDir = await mkdtemp(join(tmpdir(), 'spillway-audit-soak-'));
const transport = await openLog(brokers, prefix);
const registry = memoryRegistry();
await registerContracts(registry, knownEvents);
const codec = avroCodec({ registry, definitions: knownEvents });
const environment = {
  SPILLWAY_DATA_DIR: dataDir,
  SPILLWAY_HTTP_PORT: '0',
  SPILLWAY_AUDIT_INTAKE_BYTES: String(intakeBytes),
};
const app = await startAuditApp({ environment, transport, codec, logger: silentLogger });
const usage = usageSince();
const rssMebibytes: number[] = [];
while ((await storedRecords()) < events) {
  rssMebibytes.push(process.memoryUsage.rss() / mebibyte);
  await sleep(lookEveryMs);
}
const measurement = usage(events);
await requireComplete(app.url);
await app.close();
await transport.close();
await rm(dataDir, { recursive: true, force: true });
printResult({ ...measurement, figures: rssFigures(rssMebibytes) });

/** By the app's own metric: a round counts when it is stored. Offsets that were committed by a run before say nothing. */
async function storedRecords(): Promise<number> {
  const page = await (await fetch(`${app.url}/metrics`)).text();
  const series = page.matchAll(/^messaging_client_consumed_messages_total\{[^}]*"retail\.orders"[^}]*\} (\d+)$/gm);
  return [...series].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function requireComplete(url: string): Promise<void> {
  const answer = await fetch(`${url}/audit/completeness?topic=${soakTopic}`);
  const { complete, partitions } = (await answer.json()) as {
    readonly complete: boolean;
    readonly partitions: readonly { readonly stored: number }[];
  };
  const stored = partitions.reduce((sum, partition) => sum + partition.stored, 0);
  if (!complete || stored !== events) throw new Error(`${stored} of ${events} records are stored`);
}
