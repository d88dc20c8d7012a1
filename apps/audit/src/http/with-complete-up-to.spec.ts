import { describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock, type AuditStore } from '@spillway/streaming';
import { withCompleteUpTo } from './with-complete-up-to.js';
import { AnalyticsController } from './analytics.controller.js';
import { ExportController } from './export.controller.js';
import type { RawReply } from './leave-signal.js';

describe('what an answer is complete up to', () => {
  const order: string[] = [];
  const upTo = { now: async () => (order.push('completeness'), { timeMs: 1_000, complete: true, asOfMs: 2_000 }) };

  it('is read before the question is asked', async () => {
    order.length = 0;
    const ask = async () => (order.push('question'), { records: [1] });
    expect(await withCompleteUpTo(upTo as never, ask)).toEqual({
      records: [1],
      completeUpTo: { time: '1970-01-01T00:00:01.000Z', complete: true, asOf: '1970-01-01T00:00:02.000Z' },
    });
    expect(order).toEqual(['completeness', 'question']);
  });

  it('is read before the boards ask which hours hold anything', async () => {
    order.length = 0;
    const boards = { span: async () => (order.push('question'), null) };
    const controller = new AnalyticsController({ boards } as unknown as AuditStore, upTo as never, systemClock);
    const raw = { on: () => {}, once: () => {}, writableEnded: false };
    await controller.list({ raw } as unknown as RawReply);
    expect(order).toEqual(['completeness', 'question', 'question', 'question']);
  });

  it('is read before an export begins', async () => {
    order.length = 0;
    const exportRecords = async () => (order.push('question'), Promise.reject<never>(new Error('enough seen')));
    const controller = new ExportController({ exportRecords } as unknown as AuditStore, upTo as never, silentLogger);
    const raw = { req: { httpVersion: '1.1' }, on: () => {}, once: () => {}, writableEnded: false };
    const asked = controller.export({ format: 'csv' } as never, { raw } as unknown as RawReply);
    await expect(asked).rejects.toThrow('enough seen');
    expect(order).toEqual(['completeness', 'question']);
  });
});
