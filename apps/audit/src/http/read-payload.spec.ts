import { describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts, type ContractRegistry } from '@spillway/codecs';
import { defineEvent, SpillwayError } from '@spillway/events';
import type { StoredRecordDetail } from '@spillway/streaming';
import { readPayload } from './read-payload.js';

const version = (fields: readonly unknown[]) =>
  defineEvent<Record<string, unknown>>({
    topic: 't',
    schema: { type: 'record', name: 'E', namespace: 'n', fields },
    key: () => 'k',
  });
const old = version([
  { name: 'a', type: 'int' },
  { name: 'dropped', type: 'string' },
]);
const today = version([
  { name: 'a', type: 'long' },
  { name: 'b', type: 'string', default: 'new' },
]);

async function stored(registry: ContractRegistry): Promise<StoredRecordDetail> {
  await registerContracts(registry, [old]);
  const value = await avroCodec({ registry, definitions: [] }).encode(old, { a: 7, dropped: 'x' });
  const record = { topic: 't', headers: [], value, payload: 'as it was stored', reason: null };
  return record as unknown as StoredRecordDetail;
}

describe('the payload of a stored record', () => {
  it('is read as it was written, or by the newest contract', async () => {
    const registry = memoryRegistry();
    const record = await stored(registry);
    const codec = avroCodec({ registry, definitions: [today] });
    expect(await readPayload(codec, record, 'written')).toMatchObject({ payload: { a: 7, dropped: 'x' } });
    expect(await readPayload(codec, record, 'latest')).toMatchObject({ payload: { a: 7, b: 'new' } });
  });

  it('is none where it cannot be read so, with the reason', async () => {
    const registry = memoryRegistry();
    const record = await stored(registry);
    const other = version([
      { name: 'a', type: 'int' },
      { name: 'needed', type: 'string' },
    ]);
    const codec = avroCodec({ registry, definitions: [other] });
    expect(await readPayload(codec, record, 'latest')).toMatchObject({
      payload: null,
      reason: expect.stringContaining('SPW-3001') as unknown,
    });
    const tombstone = { ...record, value: null };
    expect(await readPayload(codec, tombstone, 'latest')).toBe(tombstone);
  });

  it('is not guessed while the registry is away', async () => {
    const registry = memoryRegistry();
    const record = await stored(registry);
    const schemaById = () => Promise.reject(new SpillwayError('SPW-3003', 'away'));
    const codec = avroCodec({ registry: { ...registry, schemaById }, definitions: [] });
    await expect(readPayload(codec, record, 'written')).rejects.toMatchObject({ code: 'SPW-3003' });
  });
});
