import { describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { systemClock, type AuditStore, type LogFields, type Logger } from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import { LedgerMender } from './ledger-mender.js';

function logged(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const note = (level: string) => (fields: LogFields, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  const logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  return { logger: logger as unknown as Logger, lines };
}

async function mended(mendDeliveries: AuditStore['mendDeliveries']): Promise<readonly string[]> {
  const { logger, lines } = logged();
  const mender = new LedgerMender({ store: { mendDeliveries } as AuditStore, logger }, systemClock);
  mender.onApplicationBootstrap();
  await new Promise((resolve) => setImmediate(resolve));
  await mender.onModuleDestroy();
  return lines;
}

describe('mending the ledger after the start', () => {
  it('says what it entered, and nothing when nothing was missing', async () => {
    expect(await mended(() => Promise.resolve(7))).toEqual([expect.stringMatching(/^info .*"entries":7/)]);
    expect(await mended(() => Promise.resolve(0))).toEqual([]);
  });

  it('says why it could not, and does not fail the app', async () => {
    const lines = await mended(() => Promise.reject(new SpillwayError('SPW-7002', 'ClickHouse failed')));
    expect(lines).toEqual([expect.stringMatching(/^warn .*ClickHouse failed/)]);
  });

  it('looks again when the store is back, one time after the other', async () => {
    const { logger, lines } = logged();
    const answers = [3, 2];
    let [atOnce, times] = [0, 0];
    const mendDeliveries = async (): Promise<number> => {
      times += 1;
      expect((atOnce += 1)).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      return answers.shift() ?? 0;
    };
    const mender = new LedgerMender({ store: { mendDeliveries } as unknown as AuditStore, logger }, systemClock);
    mender.onApplicationBootstrap();
    // However often while it looks: once more is enough.
    for (let time = 0; time < 5; time += 1) mender.storeIsBack();
    const isBusy = (): boolean => answers.length > 0 || atOnce > 0;
    while (isBusy()) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await mender.onModuleDestroy();
    expect(times).toBe(2);
    expect(lines).toEqual([expect.stringContaining('"entries":3'), expect.stringContaining('"entries":2')]);
  });

  it('tries again what failed, less and less often, and at once when the store is back', async () => {
    const { logger, lines } = logged();
    const clock = virtualClock({ startMs: 0 });
    const triedAtMs: number[] = [];
    let isLoading = true;
    const mendDeliveries = async (): Promise<number> => {
      triedAtMs.push(clock.nowMs());
      if (isLoading) throw new SpillwayError('SPW-7002', 'ClickHouse is loading');
      return 4;
    };
    const mender = new LedgerMender({ store: { mendDeliveries } as unknown as AuditStore, logger }, clock);
    mender.storeIsBack();
    await clock.advance(120_000);
    expect(triedAtMs).toEqual([0, 15_000, 45_000, 105_000]);
    mender.storeIsBack();
    await clock.advance(1);
    expect(triedAtMs.splice(0)).toEqual([0, 15_000, 45_000, 105_000, 120_000]);
    isLoading = false;
    await clock.advance(4 * 60 * 60_000);
    expect(triedAtMs).toEqual([360_000]);
    expect(lines).toEqual([expect.stringMatching(/^warn .*is loading/), expect.stringMatching(/^info .*"entries":4/)]);
    await mender.onModuleDestroy();
  });

  it('stops when the app closes, without a word', async () => {
    const untilAborted: AuditStore['mendDeliveries'] = (signal) =>
      new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error)));
    expect(await mended(untilAborted)).toEqual([]);
  });
});
