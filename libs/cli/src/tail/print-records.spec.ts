import { beforeEach, describe, expect, it } from '@jest/globals';
import { memoryTransport, type Transport } from '@spillway/streaming';
import { Session } from '../session/session.js';
import { parseCondition } from './condition.js';
import { printRecords } from './print-records.js';
import type { TailOptions } from './tail-options.js';

let transport: Transport;
beforeEach(async () => {
  transport = memoryTransport();
  await transport.admin().ensureTopics([{ name: 't', partitions: 1 }]);
});

async function write(...keys: readonly string[]): Promise<void> {
  for (const key of keys)
    await transport.sink().append({ topic: 't', partition: 0, key: Buffer.from(key), value: null, headers: {} });
}

/** What is printed of all that is there, without following. */
async function printed(options: Partial<TailOptions>, signal?: AbortSignal): Promise<string> {
  let stdout = '';
  const context = { workingDir: '/', env: {}, stdout: (text: string) => (stdout += text), stderr: () => {}, signal };
  const usual = { topic: 't', from: 'beginning', where: [], follow: false, output: 'json' } as const;
  await printRecords(new Session(context), transport, { ...usual, ...options });
  return stdout;
}
const keysOf = (json: string): readonly unknown[] => (JSON.parse(json) as { key: unknown }[]).map(({ key }) => key);

describe('records that are printed', () => {
  it.each([[[]], [['a']], [['a', 'b', 'c']]])('%j are one JSON array', async (keys) => {
    await write(...keys);
    const json = await printed({});
    expect(keysOf(json)).toEqual(keys);
    expect(json).toMatch(/^\[[^]*\]\n$/);
  });

  it('are no more than the limit, in an array that is complete, also where they are followed', async () => {
    await write('a', 'b', 'c');
    expect(keysOf(await printed({ limit: 2 }))).toEqual(['a', 'b']);
    expect(keysOf(await printed({ limit: 3, follow: true }))).toEqual(['a', 'b', 'c']);
    const where = parseCondition('key!=a');
    expect(keysOf(await printed({ limit: 1, where }))).toEqual(['b']);
  });

  it('are lines for scripts and for people', async () => {
    expect([await printed({ output: 'ndjson' }), await printed({ output: 'table' })]).toEqual(['', '']);
    await write('a', 'b');
    const lines = (await printed({ output: 'ndjson' })).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { key: string }).key)).toEqual(['a', 'b']);
    expect(await printed({ output: 'table' })).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} {2}0\/0 {7}a {9,}tombstone\n\d\d:\d\d:\d\d\.\d{3} {2}0\/1 {7}b {9,}tombstone\n$/,
    );
  });

  it('end with the interruption, which is told', async () => {
    await write('a');
    await expect(printed({ follow: true }, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
