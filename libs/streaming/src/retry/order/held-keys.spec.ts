import { describe, expect, it } from '@jest/globals';
import { EpochFence } from './epoch-fence.js';
import { HeldKeys } from './held-keys.js';

describe('HeldKeys', () => {
  it('holds a key from its dead letter on, also when that comes again, and not before', () => {
    const keys = new HeldKeys();
    keys.hold('k', { offset: 5, epoch: 1 });
    expect([4, 5, 6].map((offset) => keys.isHeld('k', offset))).toEqual([false, true, true]);
    expect(keys.isHeld('other', 6)).toBe(false);
    keys.release('k');
    expect(keys.isHeld('k', 6)).toBe(false);
  });

  it('needs a marker only where the key is not held yet', () => {
    const keys = new HeldKeys();
    const first = { offset: 5, redriveCount: 0 };
    const marker = keys.markerFor('k', first, 1)!;
    expect(marker).toEqual({ offset: 5, epoch: 1, first });
    keys.hold('k', marker);
    expect(keys.markerFor('k', { offset: 5, redriveCount: 1 }, 2)).toBeUndefined();
    // With which letter the hold began stays as it is.
    expect(keys.markerFor('k', { offset: 3, redriveCount: 0 }, 2)).toEqual({ offset: 3, epoch: 2, first });
    keys.hold('of old', { offset: 5, epoch: 1 });
    expect(keys.markerFor('of old', { offset: 3, redriveCount: 0 }, 2)).toEqual({ offset: 3, epoch: 2 });
  });

  it('holds a key on in the next life of the topic, from its beginning, and nothing of the life before', () => {
    const keys = new HeldKeys(undefined, { topicId: 'new' });
    const first = { offset: 500, topicId: 'old', redriveCount: 0 };
    keys.hold('k', { offset: 500, topicId: 'old', epoch: 1, first });
    expect([keys.isHeld('k', 0, 'new'), keys.isHeld('k', 499, 'old'), keys.isHeld('k', 500, 'old')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(keys.markerFor('k', { offset: 3, topicId: 'new', redriveCount: 0 }, 2)).toBeUndefined();
    keys.hold('since', { offset: 5, topicId: 'new', epoch: 1, first: { ...first, offset: 5, topicId: 'new' } });
    expect([keys.isHeld('since', 4, 'new'), keys.isHeld('since', 900, 'old')]).toEqual([false, false]);
    const earlier = { offset: 900, topicId: 'old', redriveCount: 0 };
    expect(keys.markerFor('since', earlier, 2)).toMatchObject({ offset: 900, topicId: 'old', first: { offset: 5 } });
    // Of before lives were noted.
    keys.hold('of old', { offset: 5, epoch: 1 });
    expect([keys.isHeld('of old', 4, 'new'), keys.isHeld('of old', 5, 'new')]).toEqual([false, true]);
  });

  it('is rebuilt from the newest record of each key', () => {
    const keys = new HeldKeys();
    keys.read(0, 'a', 1, { offset: 5 });
    keys.read(1, 'b', 1, { offset: 6 });
    keys.read(2, 'a', 2, undefined);
    keys.read(3, 'b', 3, { offset: 2 });
    expect(keys.markerOf('a')).toBeUndefined();
    expect(keys.markerOf('b')).toEqual({ offset: 2, epoch: 3 });
    expect([keys.size, keys.highestEpoch, keys.disowned]).toEqual([1, 3, []]);
  });

  it('does not believe a zombie, and names the keys it wrote over until they are written anew', () => {
    const keys = new HeldKeys(new EpochFence([{ epoch: 4, offset: 3 }]));
    keys.read(2, 'a', 3, { offset: 5 });
    keys.read(3, 'a', 3, undefined);
    keys.read(4, 'b', 3, { offset: 6 });
    expect(keys.markerOf('a')).toEqual({ offset: 5, epoch: 3 });
    expect(keys.markerOf('b')).toBeUndefined();
    expect(keys.disowned).toEqual(['a', 'b']);
    keys.read(5, 'b', 4, { offset: 7 });
    expect([keys.disowned, keys.markerOf('b')]).toEqual([['a'], { offset: 7, epoch: 4 }]);
    keys.hold('a', { offset: 5, epoch: 4 }, 6);
    expect(keys.disowned).toEqual([]);
  });

  it("still names a key when the ack of what it wrote below comes after the zombie's record was read", () => {
    const keys = new HeldKeys(new EpochFence([{ epoch: 4, offset: 0 }]));
    keys.read(3, 'k', 3, { offset: 5 });
    keys.hold('k', { offset: 5, epoch: 4 }, 2);
    expect([keys.disowned, keys.isHeld('k', 5)]).toEqual([['k'], true]);
    keys.read(4, 'freed', 3, { offset: 5 });
    keys.release('freed', 3);
    expect(keys.disowned).toEqual(['k', 'freed']);
    keys.hold('k', { offset: 5, epoch: 4 }, 5);
    keys.release('freed', 6);
    expect(keys.disowned).toEqual([]);
  });

  it('does not mind a zombie that frees a key which is free', () => {
    const keys = new HeldKeys(new EpochFence([{ epoch: 4, offset: 0 }]));
    keys.read(0, 'k', 3, undefined);
    expect(keys.disowned).toEqual([]);
  });

  it('believes a zombie that shares an inbox, where the key is free', () => {
    const keys = new HeldKeys(new EpochFence([{ epoch: 4, offset: 0 }]), { isFenced: false });
    const first = { offset: 5, redriveCount: 0 };
    keys.read(0, 'k', 3, { offset: 5, first });
    // With which letter the hold began is not the zombie's to say: it may have written that late, or never.
    expect([keys.markerOf('k'), keys.disowned]).toEqual([{ offset: 5, epoch: 3 }, ['k']]);
    keys.read(1, 'k', 3, { offset: 7, first });
    expect(keys.markerOf('k')).toEqual({ offset: 5, epoch: 3 });
    keys.read(2, 'other', 4, { offset: 6 });
    keys.read(3, 'other', 3, undefined);
    expect([keys.isHeld('other', 6), keys.disowned]).toEqual([true, ['k', 'other']]);
  });

  it('believes an operator, who knows no epoch', () => {
    const keys = new HeldKeys(new EpochFence([{ epoch: 4, offset: 0 }]));
    keys.hold('k', { offset: 5, epoch: 4 }, 7);
    keys.read(8, 'k', undefined, undefined);
    expect([keys.isHeld('k', 5), keys.disowned]).toEqual([false, []]);
  });

  it('does not go back to what it wrote over itself', () => {
    const keys = new HeldKeys();
    keys.hold('k', { offset: 5, epoch: 1 }, 7);
    keys.release('k', 8);
    keys.read(7, 'k', 1, { offset: 5 });
    expect(keys.isHeld('k', 6)).toBe(false);
    keys.hold('k', { offset: 9, epoch: 1 }, 9);
    keys.read(8, 'k', 1, undefined);
    expect(keys.isHeld('k', 9)).toBe(true);
  });

  it('reads its own record back, before its ack or after, and what is written over it', () => {
    const keys = new HeldKeys();
    keys.hold('k', { offset: 5, epoch: 1 }, 7);
    keys.hold('written over', { offset: 6, epoch: 1 }, 8);
    keys.read(7, 'k', 1, { offset: 5 });
    keys.read(9, 'written over', undefined, undefined);
    keys.read(10, 'late', 1, { offset: 8 });
    keys.hold('late', { offset: 8, epoch: 1 }, 10);
    const held = [keys.isHeld('k', 5), keys.isHeld('written over', 6), keys.isHeld('late', 8)];
    expect(held).toEqual([true, false, true]);
  });

  it('is full at as many keys as it was told', () => {
    const keys = new HeldKeys(undefined, { maxKeys: 3 });
    for (const key of ['a', 'b']) keys.hold(key, { offset: 1, epoch: 1 });
    expect(keys.isFull).toBe(false);
    keys.hold('c', { offset: 0, epoch: 1 });
    expect(keys.isFull).toBe(true);
  });
});
