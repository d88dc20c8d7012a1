import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { defineEvent, knownEvents, knownUpcasters, type AvroSchema, type EventDefinition } from '@spillway/events';
import { eventFolder } from '../../../contracts/src/files/event-folder.js';
import { readByToday } from '../../../../test/support/read-by-today.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';
import { avroCodec } from './avro-codec.js';

/**
 * Every version of a contract that was ever released, with bytes as they lie in logs and stores: today's code reads all
 * of them. `npm run release:contracts` adds a version and notes its hash; none is ever changed.
 */

interface Released {
  readonly schema: AvroSchema;
  readonly examples: readonly { readonly description: string; readonly json: unknown; readonly avroHex: string }[];
}

const schemas = join(import.meta.dirname, '../../../../schemas');

function versionsOf({ type }: EventDefinition<never>): readonly Released[] {
  const folder = join(schemas, eventFolder(type), 'versions');
  const files = readdirSync(folder);
  return files.map((_file, index) => JSON.parse(readFileSync(join(folder, `${index + 1}.json`), 'utf8')) as Released);
}

const all = knownEvents.map((definition) => ({ type: definition.type, definition, versions: versionsOf(definition) }));

describe.each(all)('the released versions of $type', ({ definition, versions }) => {
  it("end with today's contract: `npm run release:contracts` keeps a changed one", () => {
    expect(versions.at(-1)?.schema).toEqual(definition.schema);
  });

  it.each(versions.map((version, index) => ({ number: index + 1, ...version })))(
    "are read by today's code: version $number",
    async ({ schema, examples }) => {
      expect(examples.length).toBeGreaterThan(0);
      const registry = memoryRegistry();
      const written = defineEvent<never>({ topic: definition.topic, schema, key: () => 'k' });
      const id = (await registerContracts(registry, [written])).get(written.subject)!;
      const today = avroCodec({ registry, definitions: [definition], upcasters: knownUpcasters });
      // What an upcaster makes of them its own spec says.
      const isResolved = !knownUpcasters.some(({ from }) => isDeepStrictEqual(from, schema));
      const asWritten = avroCodec({ registry, definitions: [] });
      for (const { json, avroHex } of examples) {
        const value = Buffer.concat([Buffer.alloc(5), Buffer.from(avroHex, 'hex')]);
        value.writeInt32BE(id, 1);
        expect(asWritten.toJson(await asWritten.decode(value))).toEqual(json);
        const event = await today.decode(value);
        expect(event.definition).toBe(definition);
        if (isResolved) expect(today.toJson(event)).toEqual(readByToday(json, schema, definition.schema));
      }
    },
  );
});

describe('a released version', () => {
  it('is as it was when it was released, by the hash that was noted then', () => {
    const noted = readFileSync(join(schemas, 'released.sha256'), 'utf8').trimEnd().split('\n');
    const files = readdirSync(schemas, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /versions\/\d+\.json$/.test(file),
    );
    const now = files.map((file) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(schemas, file)))
        .digest('hex');
      return `${hash}  ${file}`;
    });
    expect(noted.toSorted()).toEqual(now.toSorted());
  });
});

describe("what today's contract makes of an old version", () => {
  const line = (fields: readonly object[]): AvroSchema => ({ type: 'record', name: 'Line', fields });
  const order = (lines: AvroSchema, more: readonly object[] = []): AvroSchema => ({
    type: 'record',
    name: 'Order',
    fields: [{ name: 'lines', type: { type: 'array', items: lines } }, ...more],
  });

  it('keeps what both have, leaves out what is gone, puts in defaults, follows aliases', async () => {
    const old = order(
      line([
        { name: 'a', type: 'int' },
        { name: 'gone', type: 'int' },
      ]),
      [{ name: 'was', type: 'string' }],
    );
    const today = order(
      line([
        { name: 'a', type: 'long' },
        { name: 'b', type: ['null', 'string'], default: null },
      ]),
      [{ name: 'is', aliases: ['was'], type: 'string' }],
    );
    const json = { lines: [{ a: 1, gone: 2 }], was: 'x' };
    const expected = { lines: [{ a: 1, b: null }], is: 'x' };
    expect(readByToday(json, old, today)).toEqual(expected);

    const registry = memoryRegistry();
    const [written, reader] = [old, today].map((schema) => defineEvent<object>({ topic: 't', schema, key: () => 'k' }));
    await registerContracts(registry, [written as EventDefinition<never>]);
    const value = await avroCodec({ registry, definitions: [] }).encode(written!, json);
    const codec = avroCodec({ registry, definitions: [reader as EventDefinition<never>] });
    expect(codec.toJson(await codec.decode(value))).toEqual(expected);
  });
});
