import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestProducer, type Answer, type TestProducer } from '../../../../test/support/memory-producer.js';
import { eventExample, orderExample } from './open-api/examples.js';

const single = { 'content-type': 'application/cloudevents+json' };
const batch = { 'content-type': 'application/cloudevents-batch+json' };
const secret = 'do-not-echo-me';

let producer: TestProducer;
let event: typeof eventExample;

beforeAll(async () => {
  producer = await startTestProducer();
}, 60_000);
afterAll(() => producer.close());
beforeEach(() => {
  event = { ...eventExample, id: randomUUID() };
});

function publish(body: unknown): Promise<Answer> {
  return producer.post('/events', body, single);
}

function withData(changes: Readonly<Record<string, unknown>>) {
  return { ...event, data: { ...orderExample, ...changes } };
}

function withLine(changes: Readonly<Record<string, unknown>>) {
  return withData({ lines: [{ ...orderExample.lines[0], ...changes }] });
}

/** The JSON text of an event with something in the place of `"PLACE"` that `JSON.stringify` would not write. */
function literal(body: unknown, text: string): string {
  return JSON.stringify(body).replace('"PLACE"', text);
}

function problem(answer: Answer): [number, string, string[]] {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(JSON.stringify(answer.body)).not.toMatch(new RegExp(`${secret}|at .*\\.ts:`));
  const pointers = ((answer.body.errors ?? []) as { pointer: string }[]).map(({ pointer }) => pointer);
  return [answer.status, answer.body.errorCode, pointers];
}

async function expectNothingPublished(id: string): Promise<void> {
  expect((await producer.published()).filter(({ envelope }) => envelope.id === id)).toEqual([]);
}

describe('what every route refuses', () => {
  it.each([
    ['row 1: an empty body', '', 400],
    ['row 1: null', 'null', 400],
    ['row 1: a number', '5', 400],
    ['row 1: an array for a single event', '[]', 400],
    ['row 2: broken JSON', '{"id":', 400],
    ['row 2: text behind the JSON', '{} x', 400],
    ['row 2: NaN', '{"data":NaN}', 400],
    ['row 3: a body over the limit', `{"data":"${'x'.repeat(1024 * 1024)}"}`, 413],
    ['row 8: invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ['row 8: a lone surrogate', String.raw`{"id":"\ud800"}`, 400],
    ['row 9: depth', `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400],
    ['row 10: a million keys', `{${Array.from({ length: 100_000 }, (_, index) => `"${index}":1`).join(',')}}`, 400],
    ['row 11: duplicate keys', '{"id":"a","id":"b"}', 400],
    ['row 12: __proto__', '{"__proto__":{"admin":true}}', 400],
  ])('%s', async (_, body, status) => {
    expect((await publish(body))!.status).toBe(status);
  });

  it('row 7: a media type that is not this route’s', async () => {
    expect(problem(await producer.post('/events', event))).toEqual([415, 'SPW-4007', []]);
    expect(problem(await producer.post('/orders', event, single))).toEqual([415, 'SPW-4007', []]);
    const utf16 = { 'content-type': 'application/cloudevents+json; charset=utf-16' };
    expect((await producer.post('/events', event, utf16)).status).toBe(415);
  });
});

describe('row 13: a number that would have to be rounded', () => {
  it.each(['9007199254740993', '-0', '1e400', '1.00000000000000000001'])('refuses %s', async (number) => {
    const answer = await publish(literal(withLine({ quantity: 'PLACE' }), number));
    expect(answer.status).toBe(400);
    await expectNothingPublished(event.id);
  });

  it('refuses a fraction where the contract has a whole number', async () => {
    expect(problem(await publish(withLine({ quantity: 1.5 })))).toEqual([400, 'SPW-4057', ['/data/lines/0/quantity']]);
  });

  it('refuses a number for a decimal by contract, since JSON numbers are floats', async () => {
    expect(problem(await publish(withLine({ unitPrice: 2.55 })))).toEqual([
      422,
      'SPW-3004',
      ['/data/lines/0/unitPrice'],
    ]);
  });
});

describe('row 14: the id', () => {
  it('is the sender’s: none is made up for an event without', async () => {
    const { id: _, ...withoutId } = event;
    expect(problem(await publish(withoutId))).toEqual([400, 'SPW-3006', ['/id']]);
  });

  it('recognises the same event again, whatever the order of its fields', async () => {
    const first = await publish(event);
    const again = await publish({ ...event, data: Object.fromEntries(Object.entries(event.data).toReversed()) });
    expect(again.status).toBe(202);
    expect(again.body).toEqual({ ...first.body, deduplicated: true });
  });
});

it('row 15: another event under a known source and id is a conflict', async () => {
  await publish(event);
  const other = { ...event, data: { ...event.data, country: 'France' } };
  expect(problem(await publish(other))).toEqual([409, 'SPW-4053', []]);
  expect((await publish(event)).body).toMatchObject({ deduplicated: true });
});

describe('row 16: an id that is none', () => {
  it.each([
    ['empty', ''],
    ['over 256 bytes', '£'.repeat(129)],
    ['with CR LF', 'a\r\nspillway-attempt: 5'],
    ['with a control character', 'a\u0007'],
    ['a number', 7],
  ])('refuses one %s', async (_, id) => {
    expect(problem(await publish({ ...event, id }))).toEqual([400, 'SPW-3006', ['/id']]);
  });

  it('takes any other text', async () => {
    const id = `${randomUUID()} £/"%&✓`;
    expect((await publish({ ...event, id })).body).toMatchObject({ id });
  });

  it('names every attribute that is wrong at once', async () => {
    const answer = await publish({ specversion: '0.3', source: '', correlationid: 'a\n', data: {} });
    expect(problem(answer)).toEqual([400, 'SPW-3006', ['/id', '/source', '/type', '/correlationid', '/specversion']]);
  });

  it('does not send back hundreds of wrong names', async () => {
    const wrong = Object.fromEntries(
      Array.from({ length: 900 }, (_, index) => [`Wrong-${index}-${'x'.repeat(60)}`, 0]),
    );
    const { status, body } = await publish({ ...event, ...wrong });
    expect([status, body.errors.length]).toEqual([400, 100]);
    expect(body.detail).toMatch(/\(900 in all\)$/);
    expect(body.detail.length).toBeLessThan(1_000);
  });

  it('names an attribute that is spelled wrong instead of losing it', async () => {
    expect(problem(await publish({ ...event, correlationId: 'c' }))).toEqual([400, 'SPW-3006', ['/correlationId']]);
  });
});

it.each(['spillway.deliveries.DeliveryNoted', 'spillway.deliveries.DeliveriesCompleted'])(
  'an entry of the ledger, which only consumers write: %s',
  async (type) => {
    expect(problem(await publish({ ...event, type }))).toEqual([422, 'SPW-4050', ['/type']]);
  },
);

it.each(['retail.orders.OrderShipped', 'OrderPlaced', '../../etc/passwd', '__consumer_offsets', 'constructor'])(
  'row 17: the unknown type %s',
  async (type) => {
    expect(problem(await publish({ ...event, type }))).toEqual([422, 'SPW-4050', ['/type']]);
  },
);

it('an event that only a service may publish, however well it is formed', async () => {
  const type = 'retail.payments.PaymentCaptured';
  const data = { invoiceNo: '1', customerId: null, paymentId: 'p', amount: '1.0000', capturedAt: event.time };
  expect(problem(await publish({ ...event, type, data }))).toEqual([422, 'SPW-4050', ['/type']]);
});

describe('row 18: data that breaks its contract', () => {
  it.each([
    ['a missing field', { lines: undefined }, '/data/lines'],
    ['a field the contract does not know', { note: secret }, '/data/note'],
    ['another type', { country: [secret] }, '/data/country'],
    ['a wrong branch of a union', { customerId: 5 }, '/data/customerId'],
  ])('names the place of %s', async (_, changes, pointer) => {
    expect(problem(await publish(withData(changes)))).toEqual([422, 'SPW-3004', [pointer]]);
    await expectNothingPublished(event.id);
  });

  it.each([
    ['more decimals than the contract has', { unitPrice: '2.55001' }],
    ['a price that is no decimal', { unitPrice: secret }],
    ['an int beyond 32 bits', { quantity: 2_147_483_648 }],
    ['a field too many in a line', { colour: secret }],
  ])('names the place of %s', async (_, changes) => {
    const [name] = Object.keys(changes);
    expect(problem(await publish(withLine(changes)))).toEqual([422, 'SPW-3004', [`/data/lines/0/${name}`]]);
  });

  it('does not take an event without data', async () => {
    const { data: _, ...withoutData } = event;
    expect((await publish(withoutData)).status).toBe(422);
  });

  it('takes data as JSON only', async () => {
    expect(problem(await publish({ ...event, datacontenttype: 'text/xml' }))[1]).toBe('SPW-4056');
    expect(problem(await publish({ ...event, data: undefined, data_base64: 'AAAA' }))[1]).toBe('SPW-4056');
  });
});

describe('row 19: a time that cannot be', () => {
  const nextDay = new Date(Date.now() + 24 * 3_600_000).toISOString();
  const twoHoursAhead = new Date(Date.now() + 2 * 3_600_000).toISOString();
  it.each(['1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z', twoHoursAhead, nextDay, '2010-12-01T08:26:00', 'yesterday'])(
    'refuses %s as the time of an event and in its data',
    async (time) => {
      expect(problem(await publish({ ...event, time }))).toEqual([422, 'SPW-4051', ['/time']]);
      const [status, , pointers] = problem(await publish(withData({ placedAt: time })));
      expect([status, pointers]).toEqual([422, ['/data/placedAt']]);
    },
  );

  it('takes any zone, and a clock a little ahead', async () => {
    expect((await publish({ ...event, time: '2010-12-01T08:26:00+05:30' })).status).toBe(202);
    const soon = new Date(Date.now() + 600_000).toISOString();
    expect((await publish({ ...event, id: randomUUID(), time: soon })).status).toBe(202);
  });
});

describe('row 20: a key that is none', () => {
  it.each([
    ['empty', ''],
    ['over 4 KiB', '1'.repeat(4_097)],
    ['of 1 MB', '1'.repeat(1_000_000)],
  ])('refuses one %s', async (_, customerId) => {
    expect(problem(await publish(withData({ customerId })))).toEqual([422, 'SPW-4052', []]);
  });
});

describe('row 22: a destination of the caller’s choice', () => {
  it.each(['../retail.orders', '__consumer_offsets', 'retail\\..*', 'retail.orders'])(
    'refuses topic %s',
    async (topic) => {
      expect(problem(await publish({ ...event, topic }))).toEqual([403, 'SPW-4054', ['/topic']]);
      const inQuery = await producer.post(`/events?topic=${encodeURIComponent(topic)}`, event, single);
      expect(problem(inQuery)[0]).toBe(403);
      await expectNothingPublished(event.id);
    },
  );

  it('refuses a partition', async () => {
    expect(problem(await publish({ ...event, partition: 3 }))[0]).toBe(403);
  });
});

it('row 23: control headers of the caller are stripped', async () => {
  const forged = { ...event, spillwayattempt: 5, 'spillway-origin-topic': 'x', kafka_replyTopic: 'x' };
  const headers = { ...single, 'spillway-attempt': '5', kafka_replytopic: 'x', ce_id: 'forged' };
  expect((await producer.post('/events', forged, headers)).status).toBe(202);
  const record = (await producer.published()).find(({ envelope }) => envelope.id === event.id)!;
  expect(Object.keys(record.headers).filter((name) => /spillway|kafka/i.test(name))).toEqual([]);
});

describe('row 24: a batch', () => {
  it('is refused whole when it holds 10,001 events', async () => {
    const answer = await producer.post('/events', Array(10_001).fill({}), batch);
    expect(problem(answer)).toEqual([413, 'SPW-4055', []]);
  });

  it('does not lose its good events for a bad one, and tells each its own', async () => {
    const bad = { ...event, id: randomUUID(), type: secret };
    const good = { ...event, id: randomUUID() };
    const { status, body } = await producer.post('/events', [event, bad, 5, good], batch);
    expect(status).toBe(207);
    expect(body).toMatchObject([
      { status: 202, id: event.id },
      { status: 422, id: bad.id, errorCode: 'SPW-4050', errors: [{ pointer: '/type' }] },
      { status: 400, errorCode: 'SPW-4001' },
      { status: 202, id: good.id },
    ]);
    expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('that holds one event 10,000 times publishes it once and blocks nobody meanwhile', async () => {
    const other = { ...event, data: { ...event.data, country: 'France' } };
    const copies = Array.from({ length: 10_000 }, (_, index) => (index % 2 === 0 ? event : other));
    const startedMs = performance.now();
    const { body } = await producer.post('/events', copies, batch);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(body[0]).toMatchObject({ status: 202, deduplicated: false });
    expect(body.filter(({ deduplicated }: { deduplicated?: boolean }) => deduplicated)).toHaveLength(4_999);
    expect(body.filter(({ errorCode }: { errorCode?: string }) => errorCode === 'SPW-4053')).toHaveLength(5_000);
    expect((await producer.published()).filter(({ envelope }) => envelope.id === event.id)).toHaveLength(1);
  });

  it('tells a conflict inside itself', async () => {
    const other = { ...event, data: { ...event.data, country: 'France' } };
    const { body } = await producer.post('/events', [event, other], batch);
    expect(body.map(({ status }: { status: number }) => status)).toEqual([202, 409]);
  });
});

it('row 30: methods that are not the route’s', async () => {
  const answer = await fetch(new URL('/events', producer.url), { method: 'DELETE' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
});
