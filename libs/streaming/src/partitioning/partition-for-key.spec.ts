import { describe, expect, it } from '@jest/globals';
import { murmur2 } from './murmur2.js';
import { partitionForKey } from './partition-for-key.js';

describe('partitionForKey', () => {
  // The vectors of Apache Kafka's own UtilsTest.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as the Java client does', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  // From `Utils.murmur2` of kafka-clients 4.3.1: bytes above 0x7f, in the words of four and in the rest.
  it.each([
    ['ü', [0xc3, 0xbc], 1419834458],
    ['Müller-Straße', [...Buffer.from('Müller-Straße')], -2051316164],
    ['three bytes 0xff', [0xff, 0xff, 0xff], 1548199422],
    ['no UTF-8 at all', [0xff, 0x80, 0x00, 0xfe, 0xff], 39874303],
  ])('hashes bytes that are no ASCII as the Java client does: %s', (_, bytes, hash) => {
    expect(murmur2(Buffer.from(bytes))).toBe(hash);
  });

  it('maps negative hashes like toPositive(hash) % partitions', () => {
    expect(partitionForKey(Buffer.from('21'), 12)).toBe((-973932308 & 0x7fffffff) % 12);
  });

  it('stays within the partitions for an empty key', () => {
    expect(partitionForKey(Buffer.alloc(0), 12)).toBeLessThan(12);
    expect(partitionForKey(Buffer.alloc(0), 12)).toBeGreaterThanOrEqual(0);
  });
});
