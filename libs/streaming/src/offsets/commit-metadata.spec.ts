import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { OffsetTracker } from './offset-tracker.js';
import { decodeCommitMetadata, encodeCommitMetadata, maxCommitMetadataBytes } from './commit-metadata.js';
import { EpochFence } from '../retry/order/epoch-fence.js';

const tries = propertyRuns('commit metadata', 2_000);

const trackers = fc
  .tuple(fc.nat(2 ** 40), fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.nat(300)), { maxLength: 60 }))
  .map(([watermark, steps]) => {
    const tracker = new OffsetTracker({ watermark, runs: [] });
    let offset = watermark;
    for (const [gap, length] of steps) {
      tracker.markDone(offset + gap, offset + gap + length);
      offset += gap + length + 1;
    }
    return tracker;
  });
const fences = fc
  .array(fc.record({ epoch: fc.integer({ min: 1, max: 2 ** 40 }), offset: fc.nat(2 ** 50) }), { maxLength: 40 })
  .map((points) => new EpochFence(points).points);

describe('commit metadata', () => {
  it(
    'comes back as it was',
    () => {
      fc.assert(
        fc.property(trackers, fc.integer({ min: 1, max: 2 ** 41 }), fences, ({ watermark, runs }, epoch, points) => {
          const { text, fits } = encodeCommitMetadata(watermark, { epoch, fences: points, runs });
          expect(fits).toBe(true);
          expect(decodeCommitMetadata(watermark, text)).toEqual({ epoch, fences: points, runs });
        }),
        tries.options,
      );
    },
    tries.timeoutMs,
  );

  it('without an epoch is what older versions wrote and read', () => {
    const runs = [[12, 13], [20, 20], [1_000, 1_040]] as const; // prettier-ignore
    const older = 'r1:2.1,6.0,r7.14';
    expect(encodeCommitMetadata(10, { fences: [], runs })).toEqual({ text: older, fits: true });
    expect(decodeCommitMetadata(10, older)).toEqual({ fences: [], runs });
    expect(encodeCommitMetadata(10, { fences: [], runs: [] })).toEqual({ text: '', fits: true });
  });

  it('says when not all fits, keeps the nearest runs and the oldest fences, and stays within its bytes', () => {
    const runs = Array.from({ length: 5_000 }, (_, index) => [index * 3 + 1, index * 3 + 1] as const);
    const many = Array.from({ length: 2_000 }, (_, index) => ({ epoch: index + 1, offset: index * 70_000 }));
    for (const points of [[], many.slice(0, 10), many]) {
      const { text, fits } = encodeCommitMetadata(0, { epoch: 9, fences: points, runs });
      expect(fits).toBe(false);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxCommitMetadataBytes);
      const kept = decodeCommitMetadata(0, text);
      expect(kept.runs.length).toBeGreaterThan(300);
      expect(kept.runs).toEqual(runs.slice(0, kept.runs.length));
      expect(kept.fences).toEqual(points.slice(0, kept.fences.length));
      expect(kept.fences.length).toBeGreaterThan(Math.min(points.length, 250) - 1);
    }
  });

  it.each([
    undefined,
    '',
    'r1:',
    'r1:x',
    'r1:0.5',
    'r1:1.1,0.1',
    'r1:zzzzzzzzzzzzzz.1',
    'r2:',
    'r2:;;',
    'r2:1;;x',
    'r2:1;1;',
    'r2:zzzzzzzzzzz;;',
    'r2:1;;1.1;',
    '{"other":"tool"}',
  ])('says nothing in %p', (text) => {
    expect(decodeCommitMetadata(10, text)).toEqual({ fences: [], runs: [] });
  });

  it(
    'never throws on any text',
    () => {
      const parts = fc.string({ unit: fc.constantFrom('0', 'z', '.', ',', ';', ':', '1', '-') });
      fc.assert(
        fc.property(
          fc.constantFrom('r1:', 'r2:', ''),
          parts,
          (head, rest) => void decodeCommitMetadata(5, head + rest),
        ),
        tries.options,
      );
    },
    tries.timeoutMs,
  );
});
