import { expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import type { ReadRunner, ReadStatement } from '../query/read-runner.js';
import { hashRanges } from './hash-ranges.js';
import { judgeRange } from './judge-range.js';

const ranges = [0, 10, 20, 30].map((first) => {
  return { topic: 't', topicId: 'life-1', partition: 0, first, last: first + 9, records: 10, sha256Hex: 'as written' };
});

/** What is asked of a ClickHouse that refuses more offsets at once than these, and what is found. */
async function hashed(maxOffsets: number, cause: object = { code: '241', message: 'Query memory limit exceeded: …' }) {
  const asked: string[] = [];
  const rows = async ({ doing, params }: ReadStatement): Promise<unknown[]> => {
    const { from, to, firsts, first, last } = params as Record<string, number> & { firsts: number[] };
    if (doing.startsWith('counting')) {
      asked.push(`count ${first}-${last}`);
      return [{ records: 10, positions: 10 }];
    }
    asked.push(`hash ${from}-${to}`);
    if (to! - from! >= maxOffsets) throw new SpillwayError('SPW-7005', 'too much', { cause });
    return firsts.map((_, place) => ({ place, records: 10, positions: 10, sha256Hex: 'as written' }));
  };
  const given = ranges.map((range) => ({ ...range, storedAtMs: 0 }));
  const found = await hashRanges({ rows } as unknown as ReadRunner, given);
  return { asked, problems: given.map((range, index) => judgeRange(range, found[index])) };
}

it('hashes ranges apart that are too much together', async () => {
  expect(await hashed(20)).toEqual({
    asked: ['hash 0-39', 'hash 0-19', 'hash 20-39'],
    problems: [undefined, undefined, undefined, undefined],
  });
});

it('counts the rows of a range that is too large alone, says so, and goes on', async () => {
  const { asked, problems } = await hashed(5);
  expect(asked.slice(0, 4)).toEqual(['hash 0-39', 'hash 0-19', 'hash 0-9', 'count 0-9']);
  expect(problems).toEqual(['unhashed', 'unhashed', 'unhashed', 'unhashed']);
});

it('says the same of one whose answer is too large', async () => {
  expect((await hashed(5, { code: '396' })).problems).toContain('unhashed');
});

it.each([
  ['time', { code: '159' }],
  ['memory that others have taken', { code: '241', message: '(total) memory limit exceeded: would use 2.00 GiB' }],
])('takes no lack of %s for that: it passes', async (_name, cause) => {
  await expect(hashed(5, cause)).rejects.toMatchObject({ code: 'SPW-7005' });
});
