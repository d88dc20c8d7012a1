// Schemas that nobody has asked for, each with records that wait for it: one call for each.
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { defineEvent } from '@spillway/events';
import { printResult } from '../../harness/print-result.ts';
import { orderEventSchema, type OrderEvent } from '../../harness/order-event.ts';
import type { Measurement } from '../../harness/scenario.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { events } from './events.ts';

const ids = 200;
const waitersPerId = 100;

printResult(await coldIds());

async function coldIds(): Promise<Measurement> {
  const registry = memoryRegistry();
  const definitions = Array.from({ length: ids }, (_, index) =>
    defineEvent<OrderEvent>({
      topic: 'orders',
      schema: { ...orderEventSchema, namespace: `bench.n${index}` },
      key: (event) => event.customer,
    }),
  );
  await registerContracts(registry, definitions);
  const writer = avroCodec({ registry, definitions });
  const values = await Promise.all(definitions.map((definition, index) => writer.encode(definition, events[index]!)));
  let calls = 0;
  const counted = { ...registry, schemaById: (id: number) => (calls++, registry.schemaById(id)) };
  const codec = avroCodec({ registry: counted, definitions });
  const usage = usageSince();
  const decoded = await Promise.all(
    values.flatMap((value) => Array.from({ length: waitersPerId }, async () => codec.decode(value))),
  );
  const measurement = usage(decoded.length);
  if (calls !== ids) throw new Error(`${calls} calls for ${ids} ids`);
  const cpuMicrosPerId = measurement.cpuMicros / ids;
  return { ...measurement, figures: { ids, waitersPerId, registryCalls: calls, cpuMicrosPerId } };
}
