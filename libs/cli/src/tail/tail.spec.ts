import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { memoryTransport, type LogRecord } from '@spillway/streaming';
import { runCli } from '../program/run-cli.js';
import { expectGolden } from '../spec-support/golden.js';
import { parseCondition } from './condition.js';
import { isWanted } from './is-wanted.js';
import { readOn } from './read-on.js';
import { tailLine } from './tail-line.js';
import { parseTailFrom, tailStart } from './tail-start.js';
import { toTailedRecord } from './to-tailed-record.js';
import type { TailedRecord } from './tailed-record.js';

const codec = { writtenJson: (value: Buffer) => Promise.resolve(JSON.parse(value.toString()) as unknown) };
const log: LogRecord = {
  topic: 'retail.orders',
  partition: 3,
  offset: 171,
  timestampMs: Date.parse('2026-11-26T09:12:04.118Z'),
  key: Buffer.from('17850'),
  value: Buffer.from(
    '{"invoiceNo":"536365","lines":[{"stockCode":"85123A","quantity":6},{"stockCode":"71053","quantity":2}]}',
  ),
  headers: {
    ce_id: Buffer.from('e-1'),
    ce_type: Buffer.from('retail.orders.OrderPlaced'),
    ce_source: Buffer.from('/shop'),
    tag: [Buffer.from('a'), Buffer.from('b')],
  },
} as LogRecord;

async function shown(change: Partial<LogRecord> = {}, by: typeof codec | null = codec): Promise<TailedRecord> {
  return toTailedRecord({ ...log, ...change }, by ?? undefined);
}

describe('a record for people', () => {
  it('is decoded, or says why it is not', async () => {
    const lines = [
      await shown(),
      await shown({ value: null }),
      await shown({ key: null, value: Buffer.from('{'), headers: {} }),
      await shown({ key: Buffer.from([0xff, 0]), value: Buffer.from('"\\u001b[31m"') }),
      await shown({}, null),
    ];
    expectGolden(join(import.meta.dirname, 'golden', 'tail.golden'), lines.map(tailLine).join(''));
  });

  it.each([
    ['key=17850', true],
    ['key=1785', false],
    ['key~785', true],
    ['key!=17850', false],
    ['type=retail.orders.OrderPlaced', true],
    ['partition=3', true],
    ['correlationId=x', false],
    ['correlationId!=x', true],
    ['header.tag=b', true],
    ['header.other=b', false],
    ['data.invoiceNo=536365', true],
    ['data.lines.stockCode=71053', true],
    ['data.lines.quantity=2', true],
    ['data.lines.quantity=3', false],
    ['data.__proto__.x=1', false],
    ['data.invoiceNo=', false],
  ])('fits %s: %s', async (text, fits) => {
    expect(isWanted(await shown(), parseCondition(text))).toBe(fits);
  });

  it('has to fit every condition', async () => {
    expect(isWanted(await shown(), parseCondition('key=1', parseCondition('partition=3')))).toBe(false);
  });

  it.each(['key', 'colour=1', '=1', 'data=1'])('cannot be asked for by %j', (text) => {
    expect(() => parseCondition(text)).toThrow('It is <field>=<value>');
  });
});

describe('reading on', () => {
  const transport = memoryTransport();
  const write = (key: string) =>
    transport
      .sink()
      .append({ topic: 't', partition: Number(key) % 2, key: Buffer.from(key), value: null, headers: {} });

  it('goes from where it was told over all partitions, and on as records come', async () => {
    await transport.admin().ensureTopics([{ name: 't', partitions: 2 }]);
    for (const key of ['0', '1', '2']) await write(key);
    const keys = async (
      from: 'latest' | 'beginning',
      wait?: () => Promise<void>,
      limit = 9,
    ): Promise<readonly string[]> => {
      const found: string[] = [];
      const start = await tailStart(transport.admin(), 't', from);
      for await (const { key } of readOn({
        reader: transport.reader(),
        topic: 't',
        start,
        ...(wait ? { wait } : {}),
      })) {
        found.push(String(key));
        if (found.length === limit) break;
      }
      return found;
    };
    expect((await keys('beginning')).toSorted()).toEqual(['0', '1', '2']);
    expect(await keys('latest')).toEqual([]);
    let next = 3;
    const waited = await keys('latest', async () => void (await write(String(next++))), 3);
    expect(waited).toEqual(['3', '4', '5']);
  });

  it.each([
    ['latest', 'latest'],
    ['beginning', 'beginning'],
    ['2026-11-26', { timeMs: Date.UTC(2026, 10, 26) }],
    ['2026-11-26T01:00:00+01:00', { timeMs: Date.UTC(2026, 10, 26) }],
    ['yesterday', undefined],
  ])('from %s', (text, from) => {
    expect(parseTailFrom(text)).toEqual(from);
  });
});

describe('spillway tail', () => {
  it.each([
    [['t', '--from', 'now'], 2, '--from is latest, beginning'],
    [['t', '--where', 'colour=red'], 2, 'It is <field>=<value>'],
    [['t', '--limit', '0'], 2, 'It is a whole number from 1'],
    [['t', '--output', 'json'], 2, '--output ndjson, or add --no-follow'],
    [['t', '--output', 'json', '--no-follow'], 1, 'SPW-1101  No broker is named'],
    [['t'], 1, 'SPW-1101  No broker is named'],
  ])('refuses %j', async (args, code, message) => {
    let told = '';
    const context = { workingDir: '/', env: {}, stdout: () => {}, stderr: (text: string) => (told += text) };
    expect(await runCli(['tail', ...args], context)).toBe(code);
    expect(told).toContain(message);
  });
});
