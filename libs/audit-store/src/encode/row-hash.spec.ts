import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { RowHash } from './row-hash.js';

it('is the SHA-256 of all parts, whatever their lengths', () => {
  const lengths = fc.array(fc.oneof(fc.nat(1_000), fc.nat(140_000)), { maxLength: 40 });
  const property = fc.property(lengths, (parts) => {
    const bytes = randomBytes(parts.reduce((sum, length) => sum + length, 0));
    const hash = new RowHash();
    let start = 0;
    for (const length of parts) {
      hash.add(bytes, start, start + length);
      start += length;
    }
    expect(hash.digest()).toEqual(createHash('sha256').update(bytes).digest());
  });
  fc.assert(property, { numRuns: 50 });
});
