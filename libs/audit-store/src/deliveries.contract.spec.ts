import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaGuidHeader, schemaIdHeader } from '@spillway/events';
import { systemClock, type AuditStore, type DeliveryQuery, type StoredDelivery } from '@spillway/streaming';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, auditRow, baseMs, loggedPartition } from './spec-support/audit-records.js';
import { completedRow, ledgerBlock, notedRow } from './spec-support/ledger-records.js';
import { storedRecord } from './spec-support/journey-records.js';

describe('a store with ledger records from before it kept deliveries', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-mend-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('enters what they say, once, and leaves alone what it knows', async () => {
    const dayMs = 24 * 60 * 60 * 1000;
    const rows = Array.from({ length: 2_300 }, (_, offset) => ({
      ...completedRow(offset, { ranges: [{ first: offset, last: offset }] }),
      timestampMs: baseMs + (offset < 1_500 ? 0 : dayMs) + offset,
    }));
    const odd = notedRow(2_300, { offset: -1 });
    let store = await openAuditStore({ dataDir });
    await store.append([ledgerBlock([...rows, odd])]);
    const before = await store.findDeliveries({ limit: 1_000 });
    await store.close();
    const engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 5_000, clock: systemClock });
    await engine.writer.command({ query: 'TRUNCATE TABLE deliveries' });
    await engine.close();
    store = await openAuditStore({ dataDir, lockWaitMs: 5_000 });
    await store.append([ledgerBlock(rows.slice(700, 720))]);
    expect(await store.mendDeliveries()).toBe(2_280);
    expect(await store.mendDeliveries()).toBe(0);
    expect((await store.findDeliveries({ limit: 1_000 })).deliveries).toEqual(before.deliveries);
    expect(await store.deliveriesOf([storedRecord({ offset: 3n, recordedAtMs: baseMs })])).toHaveLength(1);
    await store.close();
  });
});

describe('the delivery ledger in the audit store', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-ledger-'));
  let store: AuditStore;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir });
  });
  afterAll(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const all = async (query: Partial<DeliveryQuery>): Promise<StoredDelivery[]> => {
    const deliveries: StoredDelivery[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.findDeliveries({ limit: 3, ...query, cursor });
      deliveries.push(...page.deliveries);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return deliveries;
  };

  it('keeps an entry once, however often and in whatever blocks its record is written', async () => {
    const ranges = [
      { first: 0, last: 4 },
      { first: 6, last: 9 },
      { first: 20, last: 20 },
    ];
    const rows = [0, 1, 2, 3].map((offset) => completedRow(offset, { group: 'once', ranges }));
    await store.append([ledgerBlock(rows)]);
    await store.append([ledgerBlock(rows)]);
    await store.append([ledgerBlock(rows.slice(1, 3)), ledgerBlock(rows.slice(2))]);
    const entries = await all({ groupId: 'once' });
    expect(entries.map(({ ledger }) => `${ledger.offset}/${ledger.entry}`)).toEqual([
      '3/2',
      '3/1',
      '3/0',
      '2/2',
      '2/1',
      '2/0',
      '1/2',
      '1/1',
      '1/0',
      '0/2',
      '0/1',
      '0/0',
    ]);
    expect(
      await store.coverage([loggedPartition({ topic: 'spillway.deliveries', topicId: 'ledger-1' })]),
    ).toMatchObject([{ storedRecords: 4, gaps: [], duplicates: 0 }]);
  });

  it('keeps both lives of the ledger’s topic', async () => {
    await store.append([ledgerBlock([notedRow(50, { group: 'lives' })])]);
    await store.append([ledgerBlock([notedRow(50, { group: 'lives' })], { topicId: 'ledger-2' })]);
    expect((await all({ groupId: 'lives' })).map(({ ledger }) => ledger.topicId)).toEqual(['ledger-2', 'ledger-1']);
  });

  it('says what a note says, to the last field', async () => {
    const note = {
      group: 'fields',
      topic: 'retail.orders.fields.retry.1s',
      partition: 4,
      offset: 17,
      lastOffset: 17,
      originTopicId: null,
      originPartition: 2,
      originOffset: Number.MAX_SAFE_INTEGER,
      attempt: 3,
      outcome: 'dead_lettered',
      fromTier: '1s',
      toTier: null,
      causeCode: 'ECONNRESET',
      dependency: 'bank',
      durationUs: 1_234,
      redriveJob: 'job-1',
    };
    await store.append([ledgerBlock([notedRow(60, note)])]);
    expect(await all({ groupId: 'fields' })).toEqual([
      {
        groupId: 'fields',
        outcome: 'dead_lettered',
        isRange: false,
        topic: 'retail.orders.fields.retry.1s',
        partition: 4,
        offset: 17n,
        lastOffset: 17n,
        origin: {
          topic: 'retail.orders',
          topicId: null,
          partition: 2,
          offset: 9_007_199_254_740_991n,
          lastOffset: 9_007_199_254_740_991n,
        },
        handler: 'capturePayment',
        attempt: 3,
        fromTier: '1s',
        toTier: null,
        causeClass: 'TypeError',
        causeCode: 'ECONNRESET',
        fingerprint: 'v1:abc',
        dependency: 'bank',
        redriveJob: 'job-1',
        eventSource: '/shop',
        eventId: 'event-3',
        eventType: 'retail.orders.OrderPlaced',
        correlationId: 'c-3',
        durationUs: 1_234,
        endedFromMs: baseMs + 200,
        endedToMs: baseMs + 200,
        timestampMs: baseMs + 60,
        appVersion: '1.0.0',
        instance: 'host-1',
        ledger: { topic: 'spillway.deliveries', topicId: 'ledger-1', partition: 0, offset: 60n, entry: 0 },
      },
    ]);
  });

  it('71 keeps texts as they are', async () => {
    const text = `it's \\ "odd" {x:Identifier} \u0000 \t\n ü`;
    const texts = {
      handler: text,
      causeClass: text,
      fingerprint: text,
      eventId: text,
      eventSource: text,
      instance: text,
    };
    await store.append([ledgerBlock([notedRow(65, { group: text, ...texts })])]);
    expect(await all({ groupId: text })).toMatchObject([{ groupId: text, ...texts }]);
    expect(await all({ fingerprint: text, eventId: text, handler: text })).toHaveLength(1);
  });

  it('says of a range what is known of it: its ends and the mean duration', async () => {
    await store.append([ledgerBlock([completedRow(70, { group: 'range' })])]);
    expect(await all({ groupId: 'range' })).toMatchObject([
      {
        outcome: 'completed',
        isRange: true,
        offset: 0n,
        lastOffset: 9n,
        origin: { topic: 'retail.orders', topicId: 'life-1', offset: 0n, lastOffset: 9n },
        durationUs: 5_000,
        endedFromMs: baseMs + 100,
        endedToMs: baseMs + 500,
        eventId: null,
        fingerprint: null,
      },
    ]);
  });

  it('67 stores a ledger record that says what no ledger can say as a record, not as deliveries', async () => {
    const odd = [
      notedRow(80, { group: 'odd', offset: -1 }),
      notedRow(81, { group: 'odd', attempt: 2 ** 40 }),
      notedRow(82, { group: 'odd', offset: 5, lastOffset: 4 }),
      notedRow(83, { group: 'odd', notedAt: '+275000-01-01T00:00:00.000Z' }),
      notedRow(84, { group: 'odd', originOffset: Number.MAX_SAFE_INTEGER, lastOffset: 9 }),
      completedRow(85, { group: 'odd', ranges: [{ first: 4, last: 3 }] }),
      completedRow(86, { group: 'odd', partition: 1.5 }),
      auditRow(87, { kind: 'tombstone', value: null, payloadJson: null }),
      auditRow(88, { kind: 'undecodable', reason: 'SPW-3001', payloadJson: null, envelope: {} }),
      auditRow(89, { payloadJson: Buffer.from('{"group":"odd"}') }),
      notedRow(90, { group: 'odd', offset: 3, lastOffset: 3 }),
    ];
    await store.append([ledgerBlock(odd)]);
    expect((await all({ groupId: 'odd' })).map(({ ledger }) => ledger.offset)).toEqual([90n]);
    const { records } = await store.findRecords({ topic: 'spillway.deliveries', time: 'record', limit: 11 });
    expect(records.map(({ offset }) => Number(offset))).toEqual([90, 89, 88, 87, 86, 85, 84, 83, 82, 81, 80]);
  });

  it.each<[string, Partial<DeliveryQuery>, readonly number[]]>([
    ['outcome', { outcome: 'dead_lettered' }, [102]],
    ['fingerprint', { fingerprint: 'v1:other' }, [102]],
    ['handler', { handler: 'sendMail' }, [101]],
    ['topic where it first lay', { topic: 'retail.payments' }, [101]],
    ['event id', { eventId: 'event-4' }, [102]],
    ['correlation id', { correlationId: 'c-9' }, [101]],
    ['type', { type: 'retail.payments.PaymentCaptured' }, [101]],
    ['time, from inclusive to exclusive', { fromMs: baseMs + 101, toMs: baseMs + 102 }, [101]],
    ['nothing', {}, [102, 101, 100]],
  ])('filters by %s', async (_name, query, expected) => {
    const rows = [
      notedRow(100, { group: 'filters' }),
      notedRow(101, {
        group: 'filters',
        handler: 'sendMail',
        originTopic: 'retail.payments',
        correlationId: 'c-9',
        eventType: 'retail.payments.PaymentCaptured',
      }),
      notedRow(102, { group: 'filters', outcome: 'dead_lettered', fingerprint: 'v1:other', eventId: 'event-4' }),
    ];
    await store.append([ledgerBlock(rows)]);
    const found = await all({ groupId: 'filters', ...query });
    expect(found.map(({ ledger }) => Number(ledger.offset))).toEqual(expected);
  });

  it('finds what became of a record in every group: in ranges, in notes, in its retries', async () => {
    const topic = 'about.orders';
    await store.append([auditBlock(0, 9, { topic }), auditBlock(0, 9, { topic, topicId: 'life-2' })]);
    const origin = { topic, originTopic: topic };
    await store.append([
      ledgerBlock([
        completedRow(110, {
          topic,
          ranges: [
            { first: 0, last: 2 },
            { first: 4, last: 9 },
          ],
        }),
        completedRow(111, { topic, group: 'revenue' }),
        completedRow(112, { topic, group: 'other-life', topicId: 'life-2' }),
        completedRow(113, { topic, group: 'no-life', topicId: null }),
        completedRow(114, { topic, group: 'other-partition', partition: 1 }),
        completedRow(115, { topic: 'other.orders', group: 'other-topic' }),
        notedRow(116, origin),
        notedRow(117, { ...origin, topic: `${topic}.payments.retry.1s`, offset: 900, lastOffset: 900, attempt: 2 }),
        notedRow(118, {
          ...origin,
          group: 'lost',
          outcome: 'lost',
          offset: 2,
          lastOffset: 5,
          originOffset: 2,
          attempt: 0,
        }),
        notedRow(119, { ...origin, group: 'beside', originOffset: 4 }),
      ]),
    ]);
    const { records } = await store.findRecords({ topic, time: 'record', limit: 50 });
    const record = records.find(({ topicId, offset }) => topicId === 'life-1' && offset === 3n)!;
    const about = await store.deliveriesOf([record]);
    expect(about.map(({ groupId, attempt }) => `${groupId} ${attempt}`)).toEqual([
      'revenue 1',
      'no-life 1',
      'payments 1',
      'payments 2',
      'lost 0',
    ]);
    expect(await store.deliveriesOf([])).toEqual([]);
  });

  it('groups failures by what they look like', async () => {
    const topic = 'failing.orders';
    await store.append([
      auditBlock(0, 9, { topic, rows: [1, 2, 3, 4].map((offset) => auditRow(offset)), firstOffset: 1, lastOffset: 4 }),
    ]);
    const note = (offset: number, originOffset: number, changes: object = {}) =>
      notedRow(offset, {
        originTopic: topic,
        originOffset,
        notedAt: new Date(baseMs + offset).toISOString(),
        ...changes,
      });
    const other = {
      fingerprint: 'v1:def',
      causeClass: 'BankAway',
      causeCode: 'SPW-1',
      group: 'mail',
      appVersion: '2.0.0',
    };
    await store.append([
      ledgerBlock([
        note(120, 1),
        note(121, 1, { attempt: 2, appVersion: '1.1.0' }),
        note(122, 4, { outcome: 'dead_lettered', toTier: null }),
        note(123, 2, other),
        note(124, 2, { ...other, outcome: 'suspended', fingerprint: null }),
        note(125, 3, { ...other, outcome: 'held', fingerprint: null }),
        note(126, 3, { outcome: 'dead_lettered', fingerprint: null, causeClass: null }),
        note(127, 3, { outcome: 'completed', fingerprint: null }),
      ]),
    ]);
    const { failures, isCut } = await store.failures({ topic, limit: 10 });
    expect(isCut).toBe(false);
    expect(failures).toMatchObject([
      {
        fingerprint: 'v1:abc',
        failures: 3,
        records: 2,
        retried: 2,
        deadLettered: 1,
        suspended: 0,
        firstSeenMs: baseMs + 120,
        lastSeenMs: baseMs + 122,
        causeClass: 'TypeError',
        causeCode: null,
        groupIds: ['payments'],
        topics: [topic],
        handlers: ['capturePayment'],
        types: ['retail.orders.OrderPlaced'],
        appVersions: ['1.0.0', '1.1.0'],
        keys: [Buffer.from('customer-1')],
      },
      { fingerprint: null, failures: 1, deadLettered: 1, causeClass: null },
      { fingerprint: 'v1:def', failures: 1, groupIds: ['mail'], appVersions: ['2.0.0'], causeCode: 'SPW-1' },
    ]);
    expect(await store.failures({ topic, limit: 1 })).toMatchObject({
      isCut: true,
      failures: [{ fingerprint: 'v1:abc' }],
    });
    expect((await store.failures({ topic, groupId: 'mail', limit: 10 })).failures).toHaveLength(1);
  });

  it('shows keys of the life that failed, of the last where it is not known, and of records that failed long after', async () => {
    const topic = 'lives.orders';
    const monthMs = 30 * 24 * 60 * 60 * 1000;
    const rows = (life: number, agoMs = 0) =>
      [0, 1, 2].map((offset) =>
        auditRow(offset, { key: Buffer.from(`${life}-${offset}`), timestampMs: baseMs + life - agoMs }),
      );
    const block = (life: number, agoMs?: number) =>
      auditBlock(0, 2, { topic, topicId: `life-${life}`, rows: rows(life, agoMs) });
    await store.append([block(1), block(2), block(3, 2 * monthMs)]);
    const note = (offset: number, originTopicId: string | null, fingerprint: string) =>
      notedRow(offset, { topic, originTopic: topic, originTopicId, originOffset: 1, fingerprint });
    await store.append([
      ledgerBlock([note(130, 'life-1', 'v1:one'), note(131, null, 'v1:none'), note(132, 'life-3', 'v1:old')]),
    ]);
    const { failures } = await store.failures({ topic, limit: 10 });
    expect(Object.fromEntries(failures.map(({ fingerprint, keys }) => [fingerprint, keys.map(String)]))).toEqual({
      'v1:one': ['1-1'],
      'v1:none': ['2-1'],
      'v1:old': ['3-1'],
    });
  });

  it('gives the newest events of a type with their bytes', async () => {
    const type = 'sampled.Type';
    const envelope = (id: string) => ({ id, source: '/shop', type });
    const named = schemaGuidHeader('00112233-4455-6677-8899-aabbccddeeff');
    const rows = [0, 1, 2, 3].map((offset) =>
      auditRow(offset, {
        ...{ envelope: envelope(`s-${offset}`), value: offset === 2 ? null : Buffer.from([0xff, offset]) },
        ...(offset === 3 ? { headers: { [schemaIdHeader]: [Buffer.from([0, 0, 0, 0, 6]), named] } } : {}),
      }),
    );
    await store.append([auditBlock(0, 3, { topic: 'sample.orders', rows })]);
    await store.append([auditBlock(0, 3, { topic: 'sample.orders.group.dlq', rows })]);
    const samples = await store.sample(type, 2);
    expect(samples).toMatchObject([
      ...[{ topic: 'sample.orders', offset: 3n, eventId: 's-3', schemaId: 7, schemaHeader: named }],
      { topic: 'sample.orders', offset: 1n, schemaHeader: null, value: Buffer.from([0xff, 1]) },
    ]);
    expect(await store.sample('nobody', 5)).toEqual([]);
  });
});
