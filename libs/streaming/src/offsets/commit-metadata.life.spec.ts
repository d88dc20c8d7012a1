import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { decodeCommitMetadata, encodeCommitMetadata, maxCommitMetadataBytes } from './commit-metadata.js';

const tries = propertyRuns('commit metadata with lives', 2_000);

const topicIds = fc.uuid();
const counts = fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined });
const taken = fc.option(fc.nat(2 ** 40), { nil: undefined });
const epochs = fc.option(fc.integer({ min: 1, max: 2 ** 41 }), { nil: undefined });

describe('commit metadata that tells the life of the topic', () => {
  it(
    'comes back as it was, with and without an epoch',
    () => {
      const told = fc.record({ topicId: topicIds, firstPartitions: counts, epoch: epochs, ahead: taken });
      fc.assert(
        fc.property(told, fc.nat(2 ** 40), ({ topicId, firstPartitions, epoch, ahead }, watermark) => {
          const metadata = {
            topicId,
            ...(firstPartitions === undefined ? {} : { firstPartitions }),
            ...(epoch === undefined ? {} : { epoch }),
            ...(ahead === undefined ? {} : { takenTo: watermark + ahead }),
            fences: epoch === undefined ? [] : [{ epoch, offset: watermark }],
            runs: [[watermark + 2, watermark + 5]] as const,
          };
          const { text, fits } = encodeCommitMetadata(watermark, metadata);
          expect(fits).toBe(true);
          expect(decodeCommitMetadata(watermark, text)).toEqual(metadata);
        }),
        tries.options,
      );
    },
    tries.timeoutMs,
  );

  it('stays within its bytes and says when not all fits', () => {
    const runs = Array.from({ length: 5_000 }, (_, index) => [index * 3 + 1, index * 3 + 1] as const);
    const topicId = 'b5c1d1f2-8f0e-4f0e-9d57-5f2f7b0f5c11';
    const { text, fits } = encodeCommitMetadata(0, { topicId, firstPartitions: 12, fences: [], runs });
    expect(fits).toBe(false);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxCommitMetadataBytes);
    expect(decodeCommitMetadata(0, text)).toMatchObject({ topicId, firstPartitions: 12 });
  });

  it('says how far was taken, never below the offset, and within its bytes', () => {
    const metadata = { topicId: 'life', fences: [], takenTo: 12 };
    expect(encodeCommitMetadata(10, { ...metadata, runs: [] }).text).toBe('r3:life;;;;;2');
    expect(encodeCommitMetadata(20, { ...metadata, runs: [] }).text).toBe('r3:life;;;;;0');
    const runs = Array.from({ length: 5_000 }, (_, index) => [index * 3 + 1, index * 3 + 1] as const);
    const { text } = encodeCommitMetadata(0, { ...metadata, takenTo: 2 ** 50, runs });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxCommitMetadataBytes);
    expect(decodeCommitMetadata(0, text).takenTo).toBe(2 ** 50);
  });

  it('leaves out an id that would break its form', () => {
    expect(encodeCommitMetadata(0, { topicId: 'a;b', epoch: 3, fences: [], runs: [] }).text).toBe('r2:3;;');
  });

  it.each(['r3:', 'r3:a;b', 'r3:;1;;;', 'r3:a;1;1;x;', 'r3:a;1;1;;x', 'r3:a;1;1;;;', 'r3:a;1;1;;;1;1'])(
    '%s says nothing',
    (text) => {
      expect(decodeCommitMetadata(0, text)).toEqual({ fences: [], runs: [] });
    },
  );
});
