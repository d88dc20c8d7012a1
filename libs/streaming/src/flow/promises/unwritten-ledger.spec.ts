import { afterEach, describe, expect, it } from '@jest/globals';
import { ShopBench, shopTopic, Sold } from '@spillway/testing';
import type { DeliveryLedger } from '../../ports/delivery-ledger.js';
import { SpillwayError } from '@spillway/events';

let bench: ShopBench;
afterEach(() => bench?.close());

/** Keeps what is told until it is flushed, as offsets of partition 0; away for as long as it is told to be. */
class FakeLedger implements DeliveryLedger {
  readonly isFull = false;
  readonly written = new Set<number>();
  isAway = false;
  #told: number[] = [];

  completed({ partition, first }: { partition: number; first: number }): void {
    if (partition === 0) this.#told.push(first);
  }

  noted(): void {}

  async flush(): Promise<void> {
    const told = [...this.#told];
    await Promise.resolve();
    if (this.isAway) throw new SpillwayError('SPW-5101', 'away');
    for (const offset of told) this.written.add(offset);
    this.#told = this.#told.slice(told.length);
  }
}

const sell = (...ids: string[]) => bench.sell(...ids.map((item) => ({ item, partition: 0 })));
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 50) await bench.clock.advance(50);
}

async function committed(): Promise<number> {
  const positions = await bench.transport.admin().committed('stock', [shopTopic]);
  return Number(positions.find(({ partition }) => partition === 0)?.offset ?? -1n);
}

async function open(ledger: FakeLedger): Promise<void> {
  const handle = (): void => {};
  bench = await ShopBench.open({
    handlers: [{ kind: 'single', name: 'counts', definitions: [Sold], handle }],
    partitions: 2,
    ledger,
  });
  await bench.start();
  await sell('a', 'b');
  await bench.settled();
  await pass(2_000);
  expect(await committed()).toBe(2);
}

describe('what the ledger has not acknowledged', () => {
  it('is not committed at a rebalance either, and is handled again', async () => {
    const ledger = new FakeLedger();
    await open(ledger);
    ledger.isAway = true;
    await sell('c');
    await pass(3_000);
    expect(await committed()).toBe(2);
    await bench.start({ ledger: new FakeLedger() });
    expect(await committed()).toBe(2);
  });

  it('is committed once it is written', async () => {
    const ledger = new FakeLedger();
    await open(ledger);
    ledger.isAway = true;
    await sell('c');
    await pass(3_000);
    ledger.isAway = false;
    await pass(2_000);
    expect(await committed()).toBe(3);
  });

  it('is not committed when it was done while a flush was under way', async () => {
    const ledger = new FakeLedger();
    const { flush } = ledger;
    let isDuring = false;
    let during: number | undefined;
    ledger.flush = async () => {
      await flush.call(ledger);
      if (!isDuring) return;
      isDuring = false;
      await sell('c');
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      during = Number((await bench.transport.admin().ranges(shopTopic))[0]!.endOffset);
      ledger.isAway = true;
    };
    await open(ledger);
    isDuring = true;
    await pass(3_000);
    expect(during).toBe(3);
    expect([...ledger.written]).toEqual([0, 1]);
    expect(await committed()).toBe(2);
  });
});
