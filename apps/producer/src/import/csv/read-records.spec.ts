import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readRecords } from './read-records.js';

const folder = mkdtempSync(join(tmpdir(), 'spillway-records-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(name: string, bytes?: Buffer) {
  const path = join(folder, name);
  if (bytes !== undefined) writeFileSync(path, bytes);
  const records = [];
  for await (const part of readRecords(path, 2)) records.push(...part);
  return records;
}

const text = Buffer.from('a,b\r\nc,d');
const records = [
  { line: 1, fields: ['a', 'b'] },
  { line: 2, fields: ['c', 'd'] },
];

describe('readRecords', () => {
  it('reads plain and gzipped files alike, whatever their names', async () => {
    expect(await read('plain.csv.gz', text)).toEqual(records);
    expect(await read('zipped.csv', gzipSync(text))).toEqual(records);
  });

  it('reads gzip files of several members', async () => {
    const members = Buffer.concat([gzipSync('a,b\nc'), gzipSync(',d')]);
    expect(await read('members.csv.gz', members)).toEqual(records);
  });

  it('says why a file cannot be read', async () => {
    const big = gzipSync(Buffer.from(Array.from({ length: 5_000 }, (_, index) => `${index},x`).join('\n')));
    await expect(read('nowhere.csv')).rejects.toThrow(/^.*nowhere\.csv cannot be read: ENOENT$/);
    await expect(read('cut.csv.gz', big.subarray(0, big.length / 2))).rejects.toMatchObject({
      code: 'SPW-4090',
      message: expect.stringContaining('cut short'),
    });
    await expect(read('damaged.csv.gz', big.fill(0xff, 200, 300))).rejects.toMatchObject({ code: 'SPW-4090' });
  });

  it('takes an empty file', async () => {
    expect(await read('empty.csv', Buffer.alloc(0))).toEqual([]);
  });
});
