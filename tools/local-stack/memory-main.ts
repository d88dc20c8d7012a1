import { startAuditApp } from '@spillway/audit-app';
import { avroCodec, memoryRegistry } from '@spillway/codecs';
import { startConsumerApp } from '@spillway/consumer-app';
import { knownEvents } from '@spillway/events';
import { runMain, type RunningApp } from '@spillway/nest';
import { startProducerApp } from '@spillway/producer-app';
import { memoryTransport } from '@spillway/streaming';
import { provision } from '../provision/provision.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The three apps in one process over the in-process log. SPILLWAY_MEMORY_APPS holds the environment of each as JSON. */
await runMain('memory mode', async () => {
  const environments = JSON.parse(process.env['SPILLWAY_MEMORY_APPS'] ?? '{}') as Readonly<Record<string, Environment>>;
  const environmentOf = (app: string): Environment => environments[app] ?? {};
  const transport = memoryTransport();
  const registry = memoryRegistry();
  await provision(transport, registry);
  const codec = avroCodec({ registry, definitions: knownEvents });
  const shared = { transport, codec };
  const apps: RunningApp[] = [];
  const close = async (): Promise<void> => {
    const reasons: unknown[] = [];
    for (const app of apps.toReversed()) await app.close().catch((reason: unknown) => reasons.push(reason));
    await transport.close();
    if (reasons.length > 0) throw reasons[0];
  };
  try {
    // The producer comes last: its import begins as soon as it is ready.
    apps.push(await startAuditApp({ environment: environmentOf('audit'), ...shared }));
    apps.push(await startConsumerApp({ environment: environmentOf('consumer'), ...shared }));
    apps.push(await startProducerApp({ environment: environmentOf('producer'), ...shared }));
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
  const failed = Promise.race(apps.flatMap((app) => app.failed ?? []));
  return { name: 'memory', url: apps.at(-1)?.url ?? '', close, failed };
});
