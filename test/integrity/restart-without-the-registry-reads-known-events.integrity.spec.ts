import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { avroCodec, httpRegistry, registerContracts } from '@spillway/codecs';
import { consumerGroups, consumerTopics } from '@spillway/consumer-app';
import { envelopeToHeaders, knownEvents, retailTopics, StockAdjusted } from '@spillway/events';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { waitUntil } from '@spillway/testing';
import { namespacedTransport } from '../support/namespaced-transport.js';
import { startSource, type SourceProcess } from '../support/source-process.js';
import { describeWithStack } from '../support/stack.js';
import { startSwitch } from '../support/switched-service.js';
import { provideState } from '../../tools/local-state/provide-state.ts';

const stockCode = 'known';

describeWithStack('a consumer killed while the registry is away', ({ brokers, registryUrl }) => {
  it('handles events of the schemas that it knew when it is started again, with nothing but its own folder', async () => {
    const prefix = `away-${randomUUID().slice(0, 8)}.`;
    const dataDir = mkdtempSync(join(tmpdir(), 'spillway-away-'));
    const registry = httpRegistry({ url: registryUrl });
    const config = kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') });
    const transport = namespacedTransport(kafkaTransport({ config }), prefix);
    const service = await startSwitch(registryUrl);
    const started: SourceProcess[] = [];
    const start = async (): Promise<string> => {
      const environment = {
        ...{ SPILLWAY_KAFKA_BROKERS: brokers.join(','), SPILLWAY_REGISTRY_URL: service.url },
        ...{ SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', PREFIX: prefix },
      };
      started.push(startSource('test/support/children/consumer-instance.ts', [], environment));
      const line = await started.at(-1)!.line(/^(ready|failed)/);
      expect(line).toMatch(/^ready/);
      return line.split(' ')[1]!;
    };
    const encode = avroCodec({ registry, definitions: [StockAdjusted] });
    const adjust = async (invoiceNo: string, quantity: number): Promise<void> => {
      const lines = [{ stockCode, description: null, quantity, unitPrice: '0.0000' }];
      const payload: StockAdjusted = { invoiceNo, customerId: null, country: 'EIRE', adjustedAt: new Date(0), lines };
      const headers = envelopeToHeaders({ id: invoiceNo, source: '/shop', type: StockAdjusted.type });
      const value = await encode.encode(StockAdjusted, payload);
      await transport.sink().append({ topic: StockAdjusted.topic, key: Buffer.from('k'), value, headers });
    };
    try {
      await provideState(dataDir);
      await transport.connect();
      await transport.admin().ensureTopics([...retailTopics, ...consumerTopics]);
      await registerContracts(registry, knownEvents);
      await adjust('1', 5);
      const before = await start();
      await waitUntil('the first is handled', async () => (await positionAt(before)) === 5, 30_000);

      service.turnOff();
      await started[0]!.kill('SIGKILL');
      await adjust('2', 3);
      // State in a folder is of one instance: the groups have to have forgotten the one that was killed.
      const membersOf = ({ name }: { readonly name: string }) => transport.admin().members(prefix + name);
      const forgotten = async () =>
        (await Promise.all(consumerGroups.map(membersOf))).every((members) => members === 0);
      await waitUntil('the broker has forgotten it', forgotten, 30_000);
      const after = await start();
      await waitUntil('the second is handled', async () => (await positionAt(after)) === 8, 30_000);
    } finally {
      await Promise.all(started.map((child) => child.kill('SIGKILL')));
      await Promise.all([service.close(), transport.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 150_000);
});

async function positionAt(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/inventory/${stockCode}`);
  return answer.ok ? ((await answer.json()) as { readonly position: unknown }).position : undefined;
}
