import { afterEach, describe, expect, it } from '@jest/globals';
import { on, ShopBench, Sold, virtualClock, type VirtualClock } from '@spillway/testing';

const timeoutMs = 10_000;
const settleGraceMs = 30_000;

let bench: ShopBench;
afterEach(() => bench?.close());

/** A handler that takes a while; `meanwhile` happens to its process a second after it has begun. Answers how it went. */
async function handled(
  handle: (clock: VirtualClock, signal: AbortSignal) => Promise<void>,
  meanwhile: (clock: VirtualClock & { haltedMs: number }) => void,
): Promise<{ readonly attempts: number; readonly failed: unknown }> {
  const virtual = virtualClock();
  const halts = { haltedMs: 0 };
  // Nobody wakes in a halt: its time has passed all at once.
  const clock = Object.assign(halts, virtual, {
    nowMs: () => virtual.nowMs() + halts.haltedMs,
    steadyMs: () => virtual.steadyMs() + halts.haltedMs,
  });
  let attempts = 0;
  let hasEnded = false;
  const handler = on(
    Sold,
    async (_, { attempt }, { signal }) => {
      attempts = attempt;
      await handle(clock, signal);
      hasEnded = true;
    },
    { timeoutMs },
  );
  bench = await ShopBench.open({ handlers: [handler], clock, settleGraceMs });
  await bench.sell({ item: 'a' });
  const consumer = await bench.start();
  let failed: unknown;
  void consumer.failed.then((reason) => (failed = reason));
  await clock.advance(1_000);
  meanwhile(clock);
  await bench.until(() => hasEnded);
  await clock.advance(1_000);
  return { attempts, failed };
}

describe('the time-out of a handler', () => {
  it('does not end a process that was halted or busy for longer: what was about to settle has its turn', async () => {
    const going = await handled(
      (clock) => clock.sleep(1_140),
      (clock) => void (clock.haltedMs += timeoutMs + settleGraceMs + 5_000),
    );
    expect(going).toEqual({ attempts: 1, failed: undefined });
  });

  it('gives the whole grace from the signal on', async () => {
    const settling = (clock: VirtualClock, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => void clock.sleep(settleGraceMs - 1_000).then(resolve)),
      );
    const { failed } = await handled(settling, (clock) => void (clock.haltedMs += timeoutMs + settleGraceMs + 5_000));
    expect(failed).toBeUndefined();
  });

  it('does not heed that the clock is set', async () => {
    for (const byMs of [3_600_000, -3_600_000]) {
      const going = await handled(
        (clock) => clock.sleep(timeoutMs - 1_000),
        (clock) => clock.set(byMs),
      );
      expect(going).toEqual({ attempts: 1, failed: undefined });
      await bench.close();
    }
  });
});
