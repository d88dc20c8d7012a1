import { describe, expect, it } from '@jest/globals';
import { keepsLess } from './keeps-less.js';

describe('a change of a setting', () => {
  it.each([
    ['retention.ms', '1000', '999', true],
    ['retention.ms', '999', '1000', false],
    ['retention.ms', '-1', '1000', true],
    ['retention.ms', '1000', '-1', false],
    ['retention.bytes', '-1', '5', true],
    ['min.compaction.lag.ms', '10', '0', true],
    ['cleanup.policy', 'delete', 'compact', true],
    ['cleanup.policy', 'compact', 'delete', true],
    ['compression.type', 'gzip', 'uncompressed', false],
    ['max.message.bytes', '2', '1', true],
    ['min.insync.replicas', '2', '1', true],
    ['min.insync.replicas', '1', '2', false],
    ['unclean.leader.election.enable', 'false', 'true', true],
    ['unclean.leader.election.enable', 'true', 'false', false],
    ['retention.ms', undefined, '1', false],
  ])('of %s from %s to %s keeps less: %s', (name, from, to, less) => {
    expect(keepsLess({ name, from, to })).toBe(less);
  });
});
