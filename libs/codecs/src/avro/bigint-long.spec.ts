import { describe, expect, it } from '@jest/globals';
import { defineEvent, type AvroSchema, type EventDefinition } from '@spillway/events';
import { avroCodec } from '../codec/avro-codec.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';

type Payload = Readonly<Record<string, unknown>>;
const bigint = { type: 'long', 'spillway.long': 'bigint' };
const event = (type: unknown, more: object = {}) =>
  defineEvent<Payload>({
    topic: 'shop',
    schema: { type: 'record', name: 'Counted', fields: [{ name: 'n', type, ...more }] } as unknown as AvroSchema,
    key: () => 'k',
  });

/** What a reader gives of a value that somebody wrote. */
async function through(n: unknown, writer = event(bigint), reader = writer) {
  const registry = memoryRegistry();
  for (const each of [writer, reader]) await registerContracts(registry, [each]);
  const value = await avroCodec({ registry, definitions: [] }).encode(writer, { n });
  const codec = avroCodec({ registry, definitions: [reader as EventDefinition<never>] });
  const decoded = await codec.decode(value);
  const { text } = await codec.decodeAsJson(value);
  return { n: (decoded.payload as Payload)['n'], json: codec.toJson(decoded), text: text.toString(), codec };
}

describe('a long that a contract wants as bigint', () => {
  it.each([0n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)])('holds %d, which is text in JSON', async (n) => {
    const read = await through(n);
    expect(read).toMatchObject({ n, json: { n: String(n) }, text: `{"n":"${n}"}` });
    expect(read.codec.parseJson(event(bigint), { n: String(n) })).toEqual({ n });
  });

  it.each([1, '1', null, 2n ** 63n])('is not %p', async (n) => {
    await expect(through(n)).rejects.toMatchObject({ code: 'SPW-3001' });
  });

  it.each([1, '1.0', '', '9223372036854775808', '-0', 'x'])('is not %p in JSON', async (n) => {
    const { codec } = await through(1n);
    expect(() => codec.parseJson(event(bigint), { n })).toThrow(/SPW-3004|breaks the contract/);
  });

  it('may be null, and lie in lists and maps', async () => {
    for (const n of [5n, null]) expect(await through(n, event(['null', bigint]))).toMatchObject({ n });
    const items = [2n ** 60n];
    expect((await through(items, event({ type: 'array', items: bigint }))).n).toEqual(items);
    expect((await through({ a: 1n }, event({ type: 'map', values: bigint }))).json).toEqual({ n: { a: '1' } });
  });

  it('and annotated longs read each other', async () => {
    const today = event(bigint);
    const time = event({ type: 'long', logicalType: 'timestamp-millis' });
    const micros = event({ type: 'long', logicalType: 'timestamp-micros' });
    const date = event({ type: 'int', logicalType: 'date' });
    expect((await through(new Date(5), time, today)).n).toBe(5n);
    expect((await through('1970-01-01T00:00:00.000005Z', micros, today)).n).toBe(5n);
    expect((await through('1970-01-06', date, today)).n).toBe(5n);
    expect((await through(5n, today, time)).n).toEqual(new Date(5));
    expect((await through(5n, today, micros)).n).toBe('1970-01-01T00:00:00.000005Z');
    await expect(through(2n ** 62n, today, time)).rejects.toMatchObject({ code: 'SPW-3001' });
  });

  it('is read from what was written without that wish, exactly, and has defaults', async () => {
    const today = event(bigint);
    expect((await through(7, event('int'), today)).n).toBe(7n);
    expect((await through(2n ** 62n, event(bigint), today)).n).toBe(2n ** 62n);
    const plain = event('long');
    expect((await through(2 ** 40, plain, today)).n).toBe(2n ** 40n);
    expect((await through(12n, today, plain)).n).toBe(12);
    await expect(through(2n ** 60n, today, plain)).rejects.toMatchObject({ code: 'SPW-3001' });
    const { codec } = await through(1n, event(bigint, { default: 3 }));
    expect(codec.parseJson(event(bigint, { default: 3 }), {})).toEqual({ n: 3n });
  });
});
