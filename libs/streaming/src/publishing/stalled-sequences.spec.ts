import { describe, expect, it } from '@jest/globals';
import { StalledSequences } from './stalled-sequences.js';

const a = { sequence: 7, position: 1 };
const loose = { sequence: undefined, position: 7 };

describe('stalled sequences', () => {
  it('leaves out what was rejected until it is due, sequences and single entries apart', () => {
    const stalled = new StalledSequences();
    stalled.rejected(a, 0);
    stalled.rejected(loose, 100);
    expect(stalled.except(0)).toEqual({ exceptSequences: [7], exceptPositions: [7] });
    expect(stalled.except(200)).toEqual({ exceptSequences: [], exceptPositions: [7] });
    expect(stalled.msToNextDue(50)).toBe(150);
    stalled.acked(loose);
    expect(stalled.except(0)).toEqual({ exceptSequences: [7], exceptPositions: [] });
  });

  it('waits twice as long after each rejection, at most 10 s, and begins anew after an ack', () => {
    const stalled = new StalledSequences();
    const waits = Array.from({ length: 8 }, () => {
      stalled.rejected(a, 0);
      return stalled.msToNextDue(0);
    });
    expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
    stalled.acked(a);
    expect(stalled.msToNextDue(0)).toBe(Infinity);
    stalled.rejected(a, 0);
    expect(stalled.msToNextDue(0)).toBe(200);
  });

  it('is full only while none may be tried', () => {
    const stalled = new StalledSequences(2);
    stalled.rejected(a, 0);
    expect(stalled.isFull(0)).toBe(false);
    stalled.rejected(loose, 100);
    expect(stalled.isFull(100)).toBe(true);
    expect(stalled.isFull(200)).toBe(false);
  });
});
