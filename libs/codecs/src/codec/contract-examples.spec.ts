import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { knownEvents, type EventDefinition } from '@spillway/events';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';
import { avroCodec } from './avro-codec.js';

interface Example {
  readonly description: string;
  readonly json: unknown;
  readonly avroHex: string;
}

const schemas = join(import.meta.dirname, '../../../../schemas');
const files = readdirSync(schemas, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\/examples\/[^/]+\.json$/.test(file),
);
// retail/orders/order-placed/examples/x.json → retail.orders.OrderPlaced
const typeOf = (file: string): string => {
  const [domain, aggregate, event] = file.split('/');
  return `${domain}.${aggregate}.${event!.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase())}`;
};

describe('examples of contracts', () => {
  it('exist for every event', () => {
    expect([...new Set(files.map(typeOf))].toSorted()).toEqual(knownEvents.map(({ type }) => type).toSorted());
  });

  it.each(files)('%s: JSON and bytes say the same', async (file) => {
    const example = JSON.parse(readFileSync(join(schemas, file), 'utf8')) as Example;
    const definition = knownEvents.find(({ type }) => type === typeOf(file)) as EventDefinition;
    const registry = memoryRegistry();
    await registerContracts(registry, [definition]);
    const codec = avroCodec({ registry, definitions: knownEvents });

    const value = await codec.encode(definition, codec.parseJson(definition, example.json));
    expect(value.subarray(5).toString('hex')).toBe(example.avroHex);
    expect(codec.toJson(await codec.decode(value))).toEqual(example.json);
  });
});
