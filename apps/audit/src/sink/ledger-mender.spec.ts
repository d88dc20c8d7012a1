import { describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import type { AuditStore, LogFields, Logger } from '@spillway/streaming';
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
  const mender = new LedgerMender({ store: { mendDeliveries } as AuditStore, logger });
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
    const answers = [3, 0, 2];
    let atOnce = 0;
    const mendDeliveries = async (): Promise<number> => {
      expect((atOnce += 1)).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      return answers.shift()!;
    };
    const mender = new LedgerMender({ store: { mendDeliveries } as unknown as AuditStore, logger });
    mender.onApplicationBootstrap();
    mender.storeIsBack();
    mender.storeIsBack();
    const isBusy = (): boolean => answers.length > 0 || atOnce > 0;
    while (isBusy()) await new Promise((resolve) => setImmediate(resolve));
    await mender.onModuleDestroy();
    expect(lines).toEqual([expect.stringContaining('"entries":3'), expect.stringContaining('"entries":2')]);
  });

  it('stops when the app closes, without a word', async () => {
    const untilAborted: AuditStore['mendDeliveries'] = (signal) =>
      new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error)));
    expect(await mended(untilAborted)).toEqual([]);
  });
});
