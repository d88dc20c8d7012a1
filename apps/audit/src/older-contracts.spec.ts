import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import {
  defineEvent,
  defineUpcaster,
  knownEvents,
  orderPlacedSchema,
  OrderPlaced,
  ordersTopic,
  type EventDefinition,
} from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { EventPublisher, memoryTransport, silentLogger, systemClock, type EventCodec } from '@spillway/streaming';
import { auditedTopics, startAuditApp } from './index.js';

interface Field {
  readonly name: string;
}
type OldOrder = Omit<OrderPlaced, 'country'> & { readonly country: number };

const { fields, ...orderPlaced } = orderPlacedSchema as unknown as { readonly fields: readonly Field[] };
const placedWith = (...more: readonly object[]): EventDefinition<OldOrder> =>
  defineEvent<OldOrder>({
    topic: ordersTopic,
    schema: { ...orderPlaced, fields: [...fields.filter(({ name }) => name !== 'country'), ...more] } as never,
    key: () => 'k',
  });

// The country was a dialling code at first, beside the till that took the order. No resolution makes the name of the code.
const country = { name: 'country', type: 'int' };
const withTill = placedWith(country, { name: 'till', type: 'string' });
const withoutTill = placedWith(country);
const toName = defineUpcaster<OldOrder, OrderPlaced>({
  to: OrderPlaced,
  from: withTill.schema,
  upcast: ({ country: code, ...order }) => ({ ...order, country: code === 44 ? 'United Kingdom' : 'unknown' }),
});

const registry = memoryRegistry();
const transport = memoryTransport();
let dataDir: string;
let app: RunningApp;

async function start(codec: EventCodec): Promise<void> {
  const environment = { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' };
  app = await startAuditApp({ environment, transport, codec, logger: silentLogger });
}

async function payloadAs(as: string): Promise<unknown> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await fetch(`${app.url}/audit/events/old-1?as=${as}`);
    if (answer.ok)
      return ((await answer.json()) as { readonly records: readonly { payload: unknown }[] }).records[0]!.payload;
    await systemClock.sleep(50);
  }
  throw new Error('The event was not stored');
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'spillway-older-contracts-'));
  for (const each of [withTill, withoutTill]) await registerContracts(registry, [each as EventDefinition<never>]);
  await registerContracts(registry, knownEvents);
  await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 1 })));
  const codec = avroCodec({ registry, definitions: [] });
  const publisher = new EventPublisher({ sink: transport.sink(), codec, clock: systemClock, newId: () => 'unused' });
  const order = { invoiceNo: '7', customerId: null, placedAt: new Date(0), lines: [], country: 44, till: '3' };
  await publisher.publish(withTill, order, { source: '/till', id: 'old-1' });
});
afterEach(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('an event of an older contract', () => {
  it('is answered as it was written, as it was stored, and by the newest contract, through an upcaster too', async () => {
    const others = knownEvents.filter(({ type }) => type !== OrderPlaced.type);
    const older = avroCodec({ registry, definitions: [...others, withoutTill as EventDefinition<never>] });
    // The app of that time knew only contracts of that time.
    await start(Object.assign(older, { warmUp: async () => {} }));
    await payloadAs('stored');
    await app.close();

    await start(avroCodec({ registry, definitions: knownEvents, upcasters: [toName] }));
    const order = { invoiceNo: '7', customerId: null, placedAt: '1970-01-01T00:00:00.000Z', lines: [] };
    expect(await payloadAs('written')).toEqual({ ...order, country: 44, till: '3' });
    expect(await payloadAs('stored')).toEqual({ ...order, country: 44 });
    expect(await payloadAs('latest')).toEqual({ ...order, country: 'United Kingdom' });
  });
});
