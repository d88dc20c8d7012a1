import { expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import type { ReadRunner, ReadStatement } from '../query/read-runner.js';
import { misstatedEntries } from './misstated-entries.js';

const ledger = { topic: 'spillway.deliveries', topicId: 'life-1', partition: 0 };

/** Which offsets are read at a time when more than so many are too much for one statement. */
async function readsOf(last: number, maxOffsets = Infinity, signal?: AbortSignal): Promise<readonly unknown[]> {
  const reads: unknown[] = [];
  const rows = async ({ doing, params }: ReadStatement): Promise<unknown[]> => {
    if (doing !== 'reading ledger records') return [{ entries: 0, sha256Hex: '' }];
    const [from, to] = [Number(params!['first']), Number(params!['last'])];
    reads.push([from, to]);
    if (to - from >= maxOffsets) throw new SpillwayError('SPW-7005', 'too much');
    return [];
  };
  await misstatedEntries({ rows } as unknown as ReadRunner, ledger, [{ first: 0, last }], signal);
  return reads;
}

it('reads some offsets at a time and none twice', async () => {
  expect(await readsOf(600)).toEqual([
    [0, 249],
    [250, 499],
    [500, 600],
  ]);
});

it('reads offsets apart that are too much together', async () => {
  expect(await readsOf(249, 100)).toEqual([
    [0, 249],
    [0, 124],
    [0, 62],
    [63, 124],
    [125, 249],
    [125, 187],
    [188, 249],
  ]);
});

it('ends with one that is too much alone, and when nobody waits any more', async () => {
  await expect(readsOf(3, 0)).rejects.toMatchObject({ code: 'SPW-7005' });
  await expect(readsOf(249, 100, AbortSignal.abort())).rejects.toMatchObject({ code: 'SPW-7005' });
});
