import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OrderCancelled, OrderPlaced } from '@spillway/events';
import { startTestProducer, type Answer, type TestProducer } from '../../../../test/support/memory-producer.js';
import { describedAnswerErrors } from '../../../../test/support/described-answer-errors.js';
import { eventExample, orderExample } from './open-api/examples.js';

const single = { 'content-type': 'application/cloudevents+json' };
const batch = { 'content-type': 'application/cloudevents-batch+json' };

let producer: TestProducer;
let event: typeof eventExample & Record<string, unknown>;
let counter = 0;

beforeAll(async () => {
  producer = await startTestProducer({ environment: { SPILLWAY_ACK_TIMEOUT_MS: '60000' } });
}, 60_000);
afterAll(() => producer.close());
beforeEach(() => {
  event = { ...eventExample, id: `event-${++counter}` };
});

async function find(id: string) {
  return (await producer.published()).filter(({ envelope }) => envelope.id === id);
}

describe('POST /events with one event', () => {
  it('answers where the event lies, once it lies there', async () => {
    const { status, body } = await producer.post('/events', event, single);
    expect(status).toBe(202);
    expect(body).toEqual({
      id: event.id,
      topic: 'retail.orders',
      partition: expect.any(Number),
      offset: expect.stringMatching(/^\d+$/),
      deduplicated: false,
    });
    const [record] = await find(event.id);
    expect(record).toMatchObject({
      key: '17850',
      envelope: { source: '/shop/till-7', type: 'retail.orders.OrderPlaced', time: '2010-12-01T08:26:00.000Z' },
      payload: { invoiceNo: '536365', placedAt: new Date('2010-12-01T08:26:00Z') },
    });
  });

  it('lets the type decide contract and topic', async () => {
    const { placedAt, ...rest } = orderExample;
    const cancelled = { ...event, type: OrderCancelled.type, data: { ...rest, cancelledAt: placedAt } };
    expect((await producer.post('/events', cancelled, single)).status).toBe(202);
    expect((await find(event.id))[0]!.payload).toHaveProperty('cancelledAt');
  });

  it('takes the key from the definition: the invoice where there is no customer', async () => {
    await producer.post('/events', { ...event, data: { ...orderExample, customerId: null } }, single);
    expect((await find(event.id))[0]!.key).toBe('invoice-536365');
  });

  it('carries subject, correlation, causation and trace along, and no other extension', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const extended = { ...event, subject: 's', correlationid: 'c', causationid: 'w', traceparent, comexample: 'x' };
    await producer.post('/events', extended, single);
    const [record] = await find(event.id);
    expect(record!.envelope).toMatchObject({ subject: 's', correlationId: 'c', causationId: 'w', traceparent });
    expect(Object.keys(record!.headers).toSorted()).toEqual(
      [
        'ce_causationid',
        'ce_correlationid',
        'ce_id',
        'ce_source',
        'ce_specversion',
        'ce_subject',
        'ce_time',
        'ce_type',
      ].concat('content-type', 'traceparent'),
    );
  });

  it('joins the trace of the request when the event has none, and drops a broken one', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await producer.post('/events', { ...event, traceparent: 'nonsense' }, { ...single, traceparent });
    expect((await find(event.id))[0]!.envelope.traceparent).toBe(traceparent);
  });

  it('publishes a copy that arrives at the same time once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => producer.post('/events', event, single)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(answers.filter(({ body }) => !body.deduplicated)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => `${body.partition}/${body.offset}`)).size).toBe(1);
    expect(await find(event.id)).toHaveLength(1);
  });

  it('takes the same id from another source as another event', async () => {
    await producer.post('/events', event, single);
    const other = await producer.post('/events', { ...event, source: '/other' }, single);
    expect(other.body).toMatchObject({ deduplicated: false });
  });
});

describe('POST /events with a batch', () => {
  it('answers one result per event, in order', async () => {
    const second = { ...event, id: `${event.id}-b` };
    const { status, body } = await producer.post('/events', [event, second, event], batch);
    expect(status).toBe(207);
    expect(body).toMatchObject([
      { status: 202, id: event.id, deduplicated: false },
      { status: 202, id: second.id, deduplicated: false },
      { status: 202, id: event.id, deduplicated: true },
    ]);
  });

  it('keeps the order of a key', async () => {
    const events = Array.from({ length: 50 }, (_, index) => ({ ...event, id: `${event.id}-${index}` }));
    await producer.post('/events', events, batch);
    const written = (await producer.published()).map(({ envelope }) => envelope.id);
    expect(written.filter((id) => id.startsWith(`${event.id}-`))).toEqual(events.map(({ id }) => id));
  });

  it('takes 10,000 events at once', async () => {
    const events = Array.from({ length: 10_000 }, (_, index) => ({ ...event, id: `${event.id}-${index}` }));
    const { status, body } = await producer.post('/events', events, batch);
    expect([status, body.length]).toEqual([207, 10_000]);
    expect(body.every((item: { status: number }) => item.status === 202)).toBe(true);
  }, 60_000);

  it('takes an empty batch', async () => {
    expect(await producer.post('/events', [], batch)).toMatchObject({ status: 207, body: [] });
  });
});

describe('POST /orders', () => {
  it('publishes the data as an OrderPlaced with an id of its own', async () => {
    const { status, body } = await producer.post('/orders', orderExample);
    expect(status).toBe(202);
    const [record] = await find(body.id);
    expect(record!.envelope).toMatchObject({
      source: '/retail/orders',
      type: OrderPlaced.type,
      time: orderExample.placedAt,
    });
  });

  it('places another order each time', async () => {
    const [first, second] = [
      await producer.post('/orders', orderExample),
      await producer.post('/orders', orderExample),
    ];
    expect(first.body.id).not.toBe(second.body.id);
    expect(second.body.deduplicated).toBe(false);
  });

  it('points into the data itself', async () => {
    const { status, body } = await producer.post('/orders', { ...orderExample, country: 7 });
    expect([status, body.errors[0].pointer]).toEqual([422, '/country']);
  });
});

describe('the rest of the surface', () => {
  it('has no import to tell about when none was asked for', async () => {
    expect((await producer.get('/import')).body).toMatchObject({ id: null, state: 'none', input: { files: 0 } });
  });

  it('describes itself, and its examples work', async () => {
    const { body } = await producer.get('/docs-json');
    expect(Object.keys(body.paths).toSorted()).toEqual(['/events', '/import', '/orders']);
    const { examples } = body.paths['/events'].post.requestBody.content['application/cloudevents+json'];
    expect((await producer.post('/events', examples.one.value, single)).status).toBe(202);
    expect((await producer.post('/events', examples.batch.value, batch)).status).toBe(207);
    const order = body.paths['/orders'].post.requestBody.content['application/json'].examples.order.value;
    expect((await producer.post('/orders', order)).status).toBe(202);
  });

  it('answers as it describes itself', async () => {
    const { body: description } = await producer.get('/docs-json');
    const errorsOf = (route: string, { status, body }: Answer) =>
      describedAnswerErrors(description, { route, status, body });
    const other = { ...event, data: { ...event.data, country: 'France' } };
    for (const [status, body] of [
      [202, event],
      [400, {}],
      [403, { ...event, topic: 'x' }],
      [409, other],
      [422, { ...event, type: 'x' }],
    ] as const) {
      const answer = await producer.post('/events', body, single);
      expect([answer.status, errorsOf('post /events', answer)]).toEqual([status, []]);
    }
    expect(errorsOf('post /events', await producer.post('/events', event))).toEqual([]);
    expect(errorsOf('post /events', await producer.post('/events', [event, other, {}], batch))).toEqual([]);
    expect(errorsOf('post /orders', await producer.post('/orders', { ...orderExample, customerId: null }))).toEqual([]);
    expect(errorsOf('post /orders', await producer.post('/orders?topic=x', orderExample))).toEqual([]);
    expect(errorsOf('get /import', await producer.get('/import'))).toEqual([]);
    expect(await producer.get('/import?id=x')).toMatchObject({ status: 400, body: { errorCode: 'SPW-4010' } });
  });

  it('is ready', async () => {
    expect((await producer.get('/health/ready')).status).toBe(200);
  });
});
