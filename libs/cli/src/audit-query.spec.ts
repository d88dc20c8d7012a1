import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { expectGolden } from './spec-support/golden.js';
import { runAgainstApp } from './spec-support/run-against-app.js';

const completeUpTo = { time: '2026-11-26T09:13:23.000Z', complete: true, asOf: '2026-11-26T09:13:23.000Z' };
const record = {
  topic: 'retail.orders',
  partition: 3,
  offset: '171',
  timestamp: '2026-11-26T09:13:22.120Z',
  eventTime: '2010-12-01T08:26:00.000Z',
  key: '17850',
  eventId: '536365',
  source: '/retail/import',
  type: 'retail.orders.OrderPlaced',
  correlationId: '536365',
  kind: 'event',
  reason: null,
};
const delivery = {
  group: 'payments',
  outcome: 'retried',
  topic: 'retail.orders',
  partition: 3,
  offset: '171',
  lastOffset: '171',
  handler: 'CapturePayment',
  attempt: 1,
  eventId: '536365',
  causeClass: 'TypeError',
  causeCode: null,
  durationMs: 12.5,
  endedTo: '2026-11-26T09:13:22.140Z',
};
const lines = (text: string): readonly string[] => text.split('\n');

const golden = (area: string, name: string): string => join(import.meta.dirname, area, 'golden', `${name}.golden`);

describe('spillway audit query', () => {
  it('asks for the records of a group, and for a text in payloads', async () => {
    const range = ['--from', '2010-12-01', '--to', '2010-12-02', '--limit', '5'];
    const args = ['audit', 'query', 'events', '--group', 'payments', '--text', 'RED & WHITE', ...range];
    const { asked } = await runAgainstApp(args, [{ records: [], nextCursor: null, completeUpTo }]);
    const { searchParams } = new URL(asked[0]!.path, 'http://localhost');
    expect(Object.fromEntries(searchParams)).toEqual({
      ...{ group: 'payments', text: 'RED & WHITE', from: '2010-12-01', to: '2010-12-02', limit: '5' },
    });
  });

  it('lists records, with the next page and how far the store is told aside', async () => {
    const tombstone = {
      ...record,
      offset: '172',
      key: { base64: '/w==' },
      eventId: null,
      type: null,
      kind: 'tombstone',
    };
    const behind = { ...completeUpTo, complete: false };
    const answer = { records: [tombstone, { ...record, key: 'a\u001b[31m' }], nextCursor: 'abc', completeUpTo: behind };
    const args = ['audit', 'query', 'events', '--topic', 'retail.orders', '--event-id', 'a b', '--time', 'event'];
    const { exitCode, asked, stdout, stderr } = await runAgainstApp(args, [answer]);
    expect([exitCode, asked[0]?.path]).toEqual([
      0,
      '/audit/events?topic=retail.orders&eventId=a+b&time=event&limit=50',
    ]);
    expectGolden(golden('audit', 'events'), stdout);
    expect(lines(stderr)).toEqual([
      'There may be more: --cursor abc',
      'The store is behind the log: complete up to 2026-11-26T09:13:23.000Z.',
      '',
    ]);
  });

  it('gives a row per line to scripts', async () => {
    const answer = { records: [record, record], nextCursor: null, completeUpTo };
    const { stdout, stderr } = await runAgainstApp(['audit', 'query', 'events', '-o', 'ndjson'], [answer]);
    expect(
      lines(stdout)
        .slice(0, -1)
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([record, record]);
    expect(stderr).toBe('');
    const whole = await runAgainstApp(['audit', 'query', 'events', '-o', 'json'], [answer]);
    expect(JSON.parse(whole.stdout)).toEqual(answer);
  });

  it('shows an event with its payload and what became of it', async () => {
    const headers = [{ name: 'ce_id', value: '536365' }];
    const detail = { ...record, headers, payload: { invoiceNo: '536365' } };
    const answer = { id: '536365', records: [detail], deliveries: [delivery], completeUpTo };
    const { asked, stdout } = await runAgainstApp(
      ['audit', 'query', 'event', 'a/b', '--source', '/x', '--as', 'written'],
      [answer],
    );
    expect(asked[0]?.path).toBe('/audit/events/a%2Fb?source=%2Fx&as=written');
    expectGolden(golden('audit', 'event'), stdout);
  });

  it('shows a journey', async () => {
    const group = { group: 'payments', events: 1, attempts: 2, retries: 1, deadLetters: 0, queueMs: 18 };
    const answer = {
      id: '536365',
      startedAt: '2026-11-26T09:13:22.120Z',
      endedAt: '2026-11-26T09:13:23.320Z',
      durationMs: 1_200,
      cut: false,
      groups: [
        { ...group, processingMs: 4.2, endToEndMs: 1_200, exact: false },
        { ...group, group: 'stock', processingMs: 1, endToEndMs: null, exact: true },
      ],
      events: [record],
      sequence: [
        { time: record.timestamp, what: 'published', event: 0, ...place(), group: null, outcome: null, attempt: null },
        {
          time: delivery.endedTo,
          exact: false,
          what: 'delivered',
          event: 0,
          ...place(),
          group: 'payments',
          outcome: 'retried',
          attempt: 1,
        },
      ],
      completeUpTo,
    };
    const { asked, stdout } = await runAgainstApp(['audit', 'query', 'journey', '536365'], [answer]);
    expect(asked[0]?.path).toBe('/audit/journeys/536365');
    expectGolden(golden('audit', 'journey'), stdout);
  });

  it('lists deliveries and failures', async () => {
    const range = { ...delivery, outcome: 'completed', lastOffset: '180', attempt: 1, eventId: null, causeClass: null };
    const listed = await runAgainstApp(
      ['audit', 'query', 'deliveries', '--group', 'payments', '--outcome', 'retried', '--limit', '5'],
      [{ deliveries: [range], nextCursor: null, completeUpTo }],
    );
    expect(listed.asked[0]?.path).toBe('/audit/deliveries?group=payments&outcome=retried&limit=5');
    expectGolden(golden('audit', 'deliveries'), listed.stdout);
    const failure = {
      fingerprint: 'v1:2f8a',
      failures: 12,
      records: 4,
      deadLettered: 1,
      firstSeen: record.timestamp,
      lastSeen: record.timestamp,
      causeClass: 'TypeError',
      causeCode: null,
      groups: ['payments'],
      handlers: ['CapturePayment'],
    };
    const alike = await runAgainstApp(
      ['audit', 'query', 'failures'],
      [{ failures: [failure], cut: false, completeUpTo }],
    );
    expectGolden(golden('audit', 'failures'), alike.stdout);
  });

  it('says that nothing was found, and what the app refuses', async () => {
    const nothing = await runAgainstApp(
      ['audit', 'query', 'failures'],
      [{ failures: [], cut: false, completeUpTo: null }],
    );
    expect(nothing).toMatchObject({ exitCode: 0, stderr: 'No failures.\n' });
    const problem = { errorCode: 'SPW-7007', detail: 'No record of this event id is stored' };
    const unknown = await runAgainstApp(['audit', 'query', 'event', 'nobody'], [problem], 404);
    expect([unknown.exitCode, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toMatch(/^SPW-7007 {2}No record of this event id is stored\n/);
  });
});

function place() {
  return { topic: 'retail.orders', partition: 3, offset: '171' };
}
