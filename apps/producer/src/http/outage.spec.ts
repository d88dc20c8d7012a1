import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import type { OutgoingRecord, RecordPosition, RecordSink } from '@spillway/streaming';
import { sinkWith } from '@spillway/testing';
import { startTestProducer, type TestProducer } from '../../../../test/support/memory-producer.js';
import { eventExample, orderExample } from './open-api/examples.js';

const single = { 'content-type': 'application/cloudevents+json' };
const batch = { 'content-type': 'application/cloudevents-batch+json' };

type Append = (record: OutgoingRecord, write: () => Promise<RecordPosition>) => Promise<RecordPosition>;

let producer: TestProducer;
let append: Append;
let event: typeof eventExample;

beforeAll(async () => {
  const hurt = (sink: RecordSink): RecordSink =>
    sinkWith(sink, { append: (record) => append(record, () => sink.append(record)) });
  producer = await startTestProducer({ sink: hurt, environment: { SPILLWAY_ACK_TIMEOUT_MS: '1000' } });
}, 60_000);
afterAll(() => producer.close());
beforeEach(() => {
  append = (_, write) => write();
  event = { ...eventExample, id: randomUUID() };
});

const notWritten: Append = () => Promise.reject(new SpillwayError('SPW-1110', 'No broker took it'));

async function timesWritten(id: string): Promise<number> {
  return (await producer.published()).filter(({ envelope }) => envelope.id === id).length;
}

describe('while the log takes nothing', () => {
  it('answers 503 with a time to come back, never 2xx', async () => {
    append = notWritten;
    for (const answer of [
      await producer.post('/events', event, single),
      await producer.post('/events', [event, { ...event, id: '' }], batch),
      await producer.post('/orders', orderExample),
    ]) {
      expect([answer.status, answer.body.errorCode]).toEqual([503, 'SPW-1110']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('takes the event once the log is back, and another content too, since nothing was written', async () => {
    append = notWritten;
    await producer.post('/events', event, single);
    append = (_, write) => write();
    const changed = { ...event, data: { ...orderExample, country: 'France' } };
    const answer = await producer.post('/events', changed, single);
    expect([answer.status, answer.body.deduplicated]).toEqual([202, false]);
  });
});

describe('when the outcome of a write is unknown', () => {
  it('answers 503 and publishes again under the same identity', async () => {
    append = async (_, write) => {
      await write();
      throw new SpillwayError('SPW-1111', 'The answer was lost');
    };
    expect((await producer.post('/events', event, single)).body.errorCode).toBe('SPW-1111');
    append = (_, write) => write();
    expect((await producer.post('/events', event, single)).body).toMatchObject({ deduplicated: false });
    expect(await timesWritten(event.id)).toBe(2);
    expect((await producer.post('/events', event, single)).body).toMatchObject({ deduplicated: true });
  });

  it('keeps other content out, since the first may be in the log', async () => {
    append = () => Promise.reject(new SpillwayError('SPW-1111', 'The answer was lost'));
    await producer.post('/events', event, single);
    append = (_, write) => write();
    const changed = { ...event, data: { ...orderExample, country: 'France' } };
    expect((await producer.post('/events', changed, single)).status).toBe(409);
  });
});

describe('when the acknowledgement is late', () => {
  it('answers 503 in time, and knows the event once the acknowledgement came', async () => {
    let acknowledge = (): void => {};
    const late = new Promise<void>((resolve) => (acknowledge = resolve));
    append = (_, write) => late.then(write);
    const overdue = await producer.post('/events', event, single);
    expect([overdue.status, overdue.body.errorCode]).toEqual([503, 'SPW-4058']);
    expect(overdue.headers.get('retry-after')).not.toBeNull();

    const again = producer.post('/events', event, single);
    acknowledge();
    expect((await again).body).toMatchObject({ id: event.id, deduplicated: true });
    expect(await timesWritten(event.id)).toBe(1);
  });
});
