// The audit app of a proof: its sink and its routes on real Kafka, over topics of its own. Started with an `AuditAppPlan`
// as JSON; says `ready <url>`, its states and its alarms line by line.
import { deliveriesTopic } from '@spillway/events';
import { kafkaTransport } from '@spillway/kafka';
import type { EventCodec, Logger } from '@spillway/streaming';
import { systemClock } from '@spillway/streaming';
import { readAuditConfig, type AuditAppConfig } from '../../../apps/audit/src/audit.config.js';
import { AuditModule, openAuditParts } from '../../../apps/audit/src/audit.module.js';
import { openEmbeddedConnections } from '../../../libs/audit-store/src/connection/open-embedded-connections.js';
import { startHttpApp } from '../../../libs/nest/src/index.js';
import { runMain } from '../../../libs/nest/src/run/run-main.js';
import type { AuditAppPlan } from '../audit-proof/audit-app-plan.js';
import { namespacedTransport } from '../namespaced-transport.js';

const plan = JSON.parse(process.argv[2] ?? '{}') as AuditAppPlan;

await runMain('audit', async () => {
  const logger = sayingLogger();
  const config = readAuditConfig(environment(), { transport: false, codec: true }) as AuditAppConfig;
  const killing = plan.killInMerge === true ? await killInMerge() : undefined;
  const transport = namespacedTransport(kafkaTransport({ config, logger }), plan.prefix);
  await transport.connect();
  const opened = await openAuditParts(config, { transport, codec: codec(), logger });
  const consumer = { ...opened.limits.consumer, maxRoundRecords: plan.maxRoundRecords, commitIntervalMs: 200 };
  const parts = { ...opened, ownsTransport: true, topics: plan.topics, limits: { ...opened.limits, consumer } };
  const http = { host: '127.0.0.1', port: 0, rateLimitPerMinute: 0 };
  const app = await startHttpApp(AuditModule.forRoot(parts), { name: 'audit', logger, http });
  say(`ready ${app.url}`);
  killing?.();
  return { ...app, close: () => app.close().then(() => parts.store.close()) };
});

function environment(): Record<string, string | undefined> {
  return {
    SPILLWAY_KAFKA_BROKERS: plan.brokers.join(','),
    SPILLWAY_KAFKA_SESSION_TIMEOUT_MS: String(plan.sessionTimeoutMs),
    SPILLWAY_HTTP_PORT: '0',
    SPILLWAY_DATA_DIR: plan.dataDir,
    SPILLWAY_CLICKHOUSE_URL: plan.clickhouseUrl,
    SPILLWAY_AUDIT_INTAKE_BYTES: String(plan.intakeBytes),
  };
}

/** Opened before the store, which clears the folder of insert files. */
async function killInMerge(): Promise<() => void> {
  const { control, background } = await openEmbeddedConnections({
    dataDir: plan.dataDir!,
    lockWaitMs: 10_000,
    clock: systemClock,
  });
  const isMerging = async (): Promise<boolean> => {
    const query = "SELECT count() AS merges FROM system.merges WHERE table = 'events'";
    const [row] = await (await control.query({ query, format: 'JSONEachRow' })).json<{ merges: number }>();
    return row!.merges > 0;
  };
  return () => {
    const merge = async (): Promise<never> => {
      for (;;)
        await background.command({ query: 'OPTIMIZE TABLE events FINAL SETTINGS optimize_skip_merged_partitions = 0' });
    };
    const watch = async (): Promise<void> => {
      while (!(await isMerging())) await systemClock.sleep(1);
      process.kill(process.pid, 'SIGKILL');
    };
    void merge();
    void watch();
  };
}

function codec(): EventCodec {
  return {
    warmUp: async () => {},
    decode: (value: Buffer) => ({ schemaId: 7, type: 't', definition: undefined, payload: value.toString('hex') }),
    decodeAsJson: (value: Buffer, { topic }: { readonly topic: string }) => {
      // Ledger records come as the JSON they are decoded to.
      const text = topic === deliveriesTopic ? value : Buffer.from(`{"payload":"${value.toString('hex')}"}`);
      return { type: 't', text };
    },
    toJson: ({ payload }: { payload: unknown }) => ({ payload }),
  } as unknown as EventCodec;
}

function sayingLogger(): Logger {
  const line = (level: string) => (fields: object, message: string) =>
    say(
      `${level} ${message} ${JSON.stringify(fields, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
    );
  return { debug: () => {}, info: line('info'), warn: line('warn'), error: line('error') };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
