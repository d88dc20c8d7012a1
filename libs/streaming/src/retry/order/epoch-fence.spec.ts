import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EpochFence, type FencePoint } from './epoch-fence.js';

const points = fc.array(fc.record<FencePoint>({ epoch: fc.nat(12), offset: fc.nat(20) }), { maxLength: 12 });

/** The same knowledge as a plain list of take-overs. */
function plain(all: readonly FencePoint[]): Pick<EpochFence, 'isStale'> {
  return { isStale: (offset, epoch) => all.some((fence) => fence.epoch > epoch && fence.offset <= offset) };
}

/** `offset/epoch` of all copies it calls stale. */
function staleFrom(first: number, fence: Pick<EpochFence, 'isStale'>): readonly string[] {
  const stale: string[] = [];
  for (let offset = first; offset < 22; offset++) {
    for (let epoch = 0; epoch < 14; epoch++) if (fence.isStale(offset, epoch)) stale.push(`${offset}/${epoch}`);
  }
  return stale;
}

describe('EpochFence', () => {
  it('knows a zombie’s copies as the plain list of take-overs does, in whatever order they were added', () => {
    fc.assert(
      fc.property(points, (all) => {
        const fence = new EpochFence(all);
        expect(staleFrom(0, fence)).toEqual(staleFrom(0, plain(all)));
      }),
    );
  });

  it('keeps ascending points, none of which says what another says', () => {
    fc.assert(
      fc.property(points, (all) => {
        const kept = new EpochFence(all).points;
        kept.slice(1).forEach(({ epoch, offset }, index) => {
          expect(epoch).toBeGreaterThan(kept[index]!.epoch);
          expect(offset).toBeGreaterThan(kept[index]!.offset);
        });
        expect(new EpochFence(kept).points).toEqual(kept);
      }),
    );
  });

  it('answers the same from a watermark on after it was pruned there', () => {
    fc.assert(
      fc.property(points, fc.nat(20), (all, watermark) => {
        const fence = new EpochFence(all);
        fence.prune(watermark);
        expect(staleFrom(watermark, fence)).toEqual(staleFrom(watermark, plain(all)));
        expect(fence.points.filter((point) => point.offset <= watermark).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
