import { describe, expect, it } from '@jest/globals';
import { EpochFence } from './epoch-fence.js';
import { RetryRouter, type RetryRouterOptions, type RoutedRecord } from './retry-router.js';

const main = (scope: string, origin: number): RoutedRecord => ({ scope, origin, epoch: undefined });
const copy = (scope: string, origin: number, epoch = 5): RoutedRecord => ({ scope, origin, epoch });

function routerWith(
  fences: readonly EpochFence[] = [new EpochFence(), new EpochFence()],
  options: Partial<RetryRouterOptions> = {},
): RetryRouter {
  const isSourceDone = (): boolean => true;
  return new RetryRouter({ tierCount: 2, epoch: 5, ends: [10, 10], fences, isSourceDone, ...options });
}

describe('RetryRouter', () => {
  it('lines later records of a key up in the nearest tier that holds it, and frees the key with its last one', () => {
    const router = routerWith();
    expect(router.decide(0, 0, main('k', 0))).toBe('handle');
    router.parked(1, 10, copy('k', 0));
    router.parked(2, 10, copy('k', 7));
    expect(router.decide(0, 1, main('k', 1))).toEqual({ holdIn: 1 });
    expect(router.decide(1, 10, copy('k', 0))).toEqual({ holdIn: 2 });
    expect(router.decide(0, 2, main('other', 2))).toBe('handle');
    router.finished(1, 10, copy('k', 0));
    expect(router.decide(0, 1, main('k', 1))).toEqual({ holdIn: 2 });
    router.finished(2, 10, copy('k', 7));
    expect([router.decide(0, 1, main('k', 1)), router.isPending('k'), router.pendingCount]).toEqual([
      'handle',
      false,
      0,
    ]);
  });

  it('skips what lies in a later tier already', () => {
    const router = routerWith();
    router.rebuild(2, 3, copy('k', 1, 4));
    expect(router.decide(0, 1, main('k', 1))).toBe('skip-parked');
    expect(router.decide(1, 4, copy('k', 1, 4))).toBe('skip-parked');
    expect(router.decide(2, 3, copy('k', 1, 4))).toBe('handle');
    expect(router.decide(0, 2, { scope: undefined, origin: undefined, epoch: undefined })).toBe('handle');
  });

  it('skips a record that is read again after its copy has come to its end', () => {
    const done = new Set<number>([2]);
    const router = routerWith(undefined, { isSourceDone: (offset) => done.has(offset) });
    for (const origin of [1, 2]) router.rebuild(1, origin, copy('k', origin, 4));
    router.rebuild(1, 3, { scope: 'k', origin: undefined, epoch: undefined });
    expect(router.isIdle).toBe(false);
    router.finished(1, 3, { scope: 'k', origin: undefined, epoch: undefined });
    for (const origin of [1, 2]) router.finished(1, origin, copy('k', origin, 4));
    expect([router.pendingCount, router.isIdle]).toEqual([0, false]);
    expect(router.decide(0, 1, main('k', 1))).toBe('skip-parked');
    expect(router.isIdle).toBe(true);
    // Its own copies' records are done already, or under way.
    router.parked(1, 10, copy('k', 3));
    router.finished(1, 10, copy('k', 3));
    expect(router.isIdle).toBe(true);
  });

  it('does not take what lies at an offset that is used again for the copy of what lay there before', () => {
    const lost = { ...copy('k', 95, 4), originAtMs: 1_000 };
    const written = { ...main('other', 95), originAtMs: 2_000 };
    const router = routerWith(undefined, { isSourceDone: () => false });
    for (const offset of [3, 4]) router.rebuild(1, offset, lost);
    expect(router.decide(0, 95, written)).toBe('handle');
    expect(router.decide(0, 95, { ...main('k', 95), originAtMs: 1_000 })).toBe('skip-parked');
    router.parked(2, 10, { ...written, epoch: 5 });
    expect(router.decide(1, 3, lost)).toBe('handle');
    router.finished(1, 3, lost);
    expect(router.decide(1, 4, lost)).toBe('handle');
    router.finished(1, 4, lost);
    expect(router.decide(0, 95, { ...main('third', 95), originAtMs: 3_000 })).toBe('handle');
    expect([router.pendingCount, router.isCaughtUp]).toEqual([1, true]);
  });

  it('skips a copy that is read again after a later one of its event has come to its end', () => {
    const router = routerWith();
    router.rebuild(1, 3, copy('k', 1, 4));
    router.rebuild(1, 4, copy('k', 2, 4));
    router.rebuild(2, 3, copy('k', 1, 4));
    expect(router.decide(2, 3, copy('k', 1, 4))).toBe('handle');
    router.finished(2, 3, copy('k', 1, 4));
    expect(router.decide(1, 3, copy('k', 1, 4))).toBe('skip-parked');
    router.finished(1, 3, copy('k', 1, 4));
    expect(router.decide(1, 4, copy('k', 2, 4))).toBe('handle');
    // What is written to a tier from now on is another try.
    router.parked(1, 10, copy('k', 1));
    expect(router.decide(1, 10, copy('k', 1))).toBe('handle');
  });

  it('skips the copies of a zombie, of this take-over and of earlier ones, and stops as a zombie itself', () => {
    const router = routerWith([new EpochFence([{ epoch: 3, offset: 4 }]), new EpochFence()]);
    expect(router.rebuild(1, 4, copy('k', 1, 2))).toBe(false);
    expect(router.rebuild(1, 5, copy('k', 1, 3))).toBe(true);
    expect(router.decide(1, 11, copy('z', 2, 4))).toBe('skip-stale');
    router.seen(1, 11, copy('z', 2, 4));
    router.finished(1, 11, copy('z', 2, 4));
    expect([router.isPending('z'), router.pendingCount]).toEqual([false, 1]);
    expect(router.decide(1, 12, copy('k', 3, 6))).toBe('zombie');
  });

  it('counts the copies of a zombie that an inbox has noted as passed on', () => {
    const fences = [new EpochFence([{ epoch: 3, offset: 4 }]), new EpochFence()];
    const router = routerWith(fences, { isFenced: false });
    expect(router.rebuild(1, 4, copy('k', 1, 2))).toBe(true);
    router.seen(1, 11, copy('z', 2, 4));
    expect(router.decide(0, 2, main('z', 2))).toBe('skip-parked');
    expect(router.decide(1, 11, copy('z', 2, 4))).toBe('handle');
    router.finished(1, 11, copy('z', 2, 4));
    router.finished(1, 4, copy('k', 1, 2));
    expect([router.isPending('z'), router.pendingCount]).toEqual([false, 0]);
    expect(router.decide(1, 12, copy('k', 3, 6))).toBe('zombie');
  });

  it('never counts what a zombie has sent back: the dead letter is still there', () => {
    const fences = [new EpochFence([{ epoch: 3, offset: 4 }]), new EpochFence()];
    const router = routerWith(fences, { isFenced: false });
    const sentBack = (epoch: number): RoutedRecord => ({ scope: 'k', origin: undefined, epoch, isSentBack: true });
    expect([router.rebuild(1, 4, sentBack(2)), router.rebuild(1, 3, sentBack(2))]).toEqual([false, true]);
    router.finished(1, 3, sentBack(2));
    router.seen(1, 11, sentBack(4));
    expect(router.decide(1, 11, sentBack(4))).toBe('skip-stale');
    expect(router.pendingCount).toBe(0);
    router.sentBack(1, 12, sentBack(5));
    expect(router.decide(1, 12, sentBack(5))).toBe('handle');
    router.finished(1, 12, sentBack(5));
    expect(router.pendingCount).toBe(0);
  });

  it('skips a counted copy of a zombie once its event has ended here, unless the event goes on in that copy', () => {
    const isSourceDone = (): boolean => true;
    const router = routerWith(undefined, { isFenced: false, isSourceDone });
    for (const offset of [11, 12]) router.seen(1, offset, copy('k', 1, 4));
    expect(router.decide(1, 11, copy('k', 1, 4))).toBe('skip-parked');
    for (const offset of [11, 12]) router.finished(1, offset, copy('k', 1, 4));
    router.seen(1, 13, copy('k', 2, 4));
    expect(router.decide(0, 2, main('k', 2))).toBe('skip-parked');
    expect(router.decide(1, 13, copy('k', 2, 4))).toBe('handle');
    router.finished(1, 13, copy('k', 2, 4));
    router.rebuild(1, 3, copy('k', 3, 4));
    router.seen(1, 14, copy('k', 3, 4));
    expect(router.decide(1, 14, copy('k', 3, 4))).toBe('handle');
  });

  it('has what a zombie has parked follow into the dead letters before it overtakes what a release sends back', () => {
    const router = routerWith(undefined, { isFenced: false, isSourceDone: () => false });
    const letter = (event: number): RoutedRecord => ({ ...copy('k', 0), origin: undefined, letterOf: event });
    for (const event of [7, 9]) router.sentBack(1, 12 + event, { ...letter(event), isSentBack: true });
    const decide = (scope: string, origin: number): unknown => router.decide(1, 11, copy(scope, origin, 4));
    expect([decide('k', 10), decide('k', 8), decide('k', 6), decide('other', 10)]).toEqual([
      'follow',
      'follow',
      'handle',
      'handle',
    ]);
    expect(router.decide(1, 19, { ...letter(7), isSentBack: true })).toBe('handle');
    // What fails goes on as any other copy.
    router.parked(2, 11, letter(7));
    router.finished(1, 19, letter(7));
    router.finished(2, 11, { scope: 'k', origin: undefined, epoch: 5 });
    expect([decide('k', 10), decide('k', 8)]).toEqual(['follow', 'handle']);
    router.finished(1, 21, letter(9));
    expect(decide('k', 10)).toBe('handle');
  });

  it('takes an epoch above all it met', () => {
    const router = routerWith();
    router.rebuild(1, 1, copy('k', 1, 8));
    expect(router.epoch).toBe(9);
  });

  it('knows an epoch that nobody has come to for forged: it neither raises its own nor stops for it', () => {
    const router = routerWith();
    for (const forged of [2 ** 40, 2 ** 41]) {
      router.rebuild(1, 1, copy('k', 1, forged));
      expect([router.epoch, router.decide(1, 1, copy('k', 1, forged))]).toEqual([5, 'forged']);
      router.finished(1, 1, copy('k', 1, forged));
      expect([router.isPending('k'), router.decide(2, 12, copy('k', 2, forged))]).toEqual([false, 'forged']);
    }
    expect(router.decide(1, 12, copy('k', 2, 2 ** 40 - 1))).toBe('zombie');
  });

  it('goes on from the highest epoch that is met by itself, and knows what is far beyond for forged there too', () => {
    const router = routerWith();
    router.meet(2 ** 40 - 1);
    expect(router.decide(1, 12, copy('k', 2, 2 ** 41))).toBe('forged');
    expect(router.decide(1, 12, copy('k', 2, 2 ** 40 + 3))).toBe('zombie');
    router.meet(2 ** 40 + 3);
    expect(router.epoch).toBe(2 ** 40 + 4);
  });

  it('counts a copy once, whether its ack or the copy itself comes first', () => {
    for (const isAckFirst of [true, false]) {
      const router = routerWith();
      const steps = [(): void => router.parked(1, 10, copy('k', 0)), (): void => router.seen(1, 10, copy('k', 0))];
      for (const step of isAckFirst ? steps : steps.reverse()) step();
      expect(router.pendingCount).toBe(1);
      router.finished(1, 10, copy('k', 0));
      expect(router.pendingCount).toBe(0);
    }
    const late = routerWith();
    late.seen(1, 10, copy('k', 0));
    late.finished(1, 10, copy('k', 0));
    late.parked(1, 10, copy('k', 0));
    expect(late.pendingCount).toBe(0);
  });

  it('counts the twin of a copy whose ack was lost', () => {
    const router = routerWith();
    router.parked(1, 11, copy('k', 0));
    for (const offset of [10, 11]) router.seen(1, offset, copy('k', 0));
    expect(router.pendingCount).toBe(2);
    router.finished(1, 10, copy('k', 0));
    expect(router.decide(0, 1, main('k', 1))).toEqual({ holdIn: 1 });
    router.finished(1, 11, copy('k', 0));
    expect(router.decide(0, 1, main('k', 1))).toBe('handle');
  });

  it('makes what a redrive sent beyond the ends pending', () => {
    const router = routerWith();
    const redriven = { scope: 'k', origin: undefined, epoch: undefined };
    router.seen(1, 9, redriven);
    expect(router.pendingCount).toBe(0);
    router.seen(1, 10, redriven);
    expect(router.decide(0, 1, main('k', 1))).toEqual({ holdIn: 1 });
    router.finished(1, 10, redriven);
    expect(router.pendingCount).toBe(0);
  });
});
