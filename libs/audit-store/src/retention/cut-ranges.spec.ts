import { expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import type { ReadRunner, ReadStatement } from '../query/read-runner.js';
import { cutRanges } from './cut-ranges.js';

const partition = { topic: 't', topicId: 'life-1', partition: 0 };
const written = { ...partition, first: 0, last: 9, records: 10, sha256Hex: 'as written', storedAtMs: 0 };

/** What is left of a range whose first half goes, in a ClickHouse that does not hash it. */
function cut(message: string) {
  const rows = async ({ doing }: ReadStatement): Promise<unknown[]> => {
    if (doing === 'reading the manifest') return [written];
    if (doing.startsWith('counting')) return [{ records: 10, positions: 10 }];
    throw new SpillwayError('SPW-7005', 'too much', { cause: { code: '241', message } });
  };
  const going = { runs: [{ first: 0, last: 4 }], dropped: [] };
  return cutRanges({ rows } as unknown as ReadRunner, partition, going);
}

it('gives nothing up while others have the memory: nothing may go before the rest is vouched for', async () => {
  await expect(cut('(total) memory limit exceeded: …')).rejects.toMatchObject({ code: 'SPW-7005' });
});

it('vouches for nothing of a range that is too large to be hashed', async () => {
  expect(await cut('Query memory limit exceeded: …')).toEqual([]);
});
