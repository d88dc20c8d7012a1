import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../../test/support/property-runs.js';
import type { LogRecord, RecordHeaders } from '../../ports/record.js';
import { controlHeaderError } from './control-header-error.js';
import { readRetryHeaders, writeRetryHeaders } from './retry-headers.js';
import type { RetryState } from './retry-state.js';

const tries = propertyRuns('retry headers', 2_000);

const expected = { group: 'stock', topic: 'orders', tier: 1 };
const state: RetryState = {
  origin: { topic: 'orders', partition: 3, offset: 41, timestampMs: 1_700_000_000_000 },
  group: 'stock',
  attempt: 1,
  held: false,
  epoch: 7,
  hops: 0,
};

function record(headers: RecordHeaders, tier = 1): LogRecord {
  const topic = tier === 0 ? 'orders' : 'orders.stock.retry.1s';
  return { topic, partition: 3, offset: 5, timestampMs: 9, key: null, value: null, headers };
}

const read = (headers: RecordHeaders): unknown => readRetryHeaders(record(headers), expected);
const asBytes = (headers: Readonly<Record<string, string>>): RecordHeaders =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]));

describe('control headers', () => {
  it('are believed, however many attempts were counted', () => {
    expect(read(writeRetryHeaders({ ...state, attempt: 5_000 }))).toMatchObject({ attempt: 1_000 });
  });

  it(
    'come back as they were written, from text and from bytes',
    () => {
      const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((one) => !/\p{Cc}/u.test(one));
      const states = fc.record<RetryState>(
        {
          origin: fc.record(
            {
              topic: fc.constant('orders'),
              partition: fc.constant(3),
              offset: fc.nat(Number.MAX_SAFE_INTEGER - 1),
              timestampMs: fc.constantFrom(-1, 0, 1_700_000_000_000, 2 ** 63),
              topicId: text,
            },
            { requiredKeys: ['topic', 'partition', 'offset', 'timestampMs'] },
          ),
          group: fc.constant('stock'),
          attempt: fc.integer({ min: 1, max: 1_000 }),
          held: fc.boolean(),
          epoch: fc.integer({ min: 1, max: 2 ** 41 }),
          hops: fc.integer({ min: 0, max: 32 }),
          firstFailedAt: fc.constant('2026-01-02T03:04:05.678Z'),
        },
        { requiredKeys: ['origin', 'group', 'attempt', 'held', 'epoch', 'hops'] },
      );
      fc.assert(
        fc.property(states, (one) => {
          const headers = writeRetryHeaders(one);
          expect(read(headers)).toEqual(one);
          expect(read(asBytes(headers))).toEqual(one);
        }),
        tries.options,
      );
    },
    tries.timeoutMs,
  );

  it('of a redrive carry a job instead of an epoch, and count from 0', () => {
    const redriven = { ...state, attempt: 0, epoch: undefined, redriveJob: 'job-1', redriveCount: 2 };
    expect(read(writeRetryHeaders(redriven))).toEqual(redriven);
  });

  it.each<[string, RecordHeaders, RegExp]>([
    ['no origin', { 'spillway-origin-topic': undefined }, /origin-topic is missing/],
    ['an origin in another app', { 'spillway-origin-topic': 'payments' }, /origin-topic is not the topic/],
    ['an origin in another partition', { 'spillway-origin-partition': '4' }, /origin-partition is not/],
    ['a negative offset', { 'spillway-origin-offset': '-1' }, /origin-offset is no whole number/],
    ['an offset beyond all', { 'spillway-origin-offset': '9223372036854775807' }, /origin-offset is no whole/],
    ['another group', { 'spillway-group': 'mail' }, /group is not/],
    ['attempt -1', { 'spillway-attempt': '-1' }, /attempt is no whole number/],
    ['attempt 10^9', { 'spillway-attempt': '1000000000' }, /attempt is no whole number/],
    ['attempt 1e2', { 'spillway-attempt': '1e2' }, /attempt is no whole number/],
    ['attempt 01', { 'spillway-attempt': '01' }, /attempt is no whole number/],
    ['attempt NaN', { 'spillway-attempt': 'NaN' }, /attempt is no whole number/],
    ['attempt 0 without a reason to wait', { 'spillway-attempt': '0' }, /attempt is 0/],
    ['no epoch', { 'spillway-epoch': undefined }, /epoch is missing/],
    ['epoch 0', { 'spillway-epoch': '0' }, /epoch is no whole number/],
    ['an epoch beyond all', { 'spillway-epoch': String(2 ** 41 + 1) }, /epoch is no whole number/],
    ['a year that is none', { 'spillway-first-failed-at': '99999-01-01T00:00:00Z' }, /first-failed-at is no RFC/],
    ['a held that is neither', { 'spillway-held': 'perhaps' }, /held is no truth value/],
    ['a repeated name', { 'spillway-attempt': [Buffer.from('1'), Buffer.from('1')] }, /attempt repeats/],
    ['bytes that are no text', { 'spillway-group': Buffer.from([0xff, 0xfe]) }, /group is not UTF-8/],
    ['a line break', { 'spillway-redrive-job': 'a\nb' }, /redrive-job holds control/],
    ['an empty value', { 'spillway-group': Buffer.alloc(0) }, /group is empty/],
    ['a value of 1 MB', { 'spillway-group': Buffer.alloc(1_000_000, 0x61) }, /group is longer/],
    ['a redrive count of 0', { 'spillway-redrive-job': 'a', 'spillway-redrive-count': '0' }, /redrive-count is no/],
  ])('with %s are not believed', (_name, change, reason) => {
    const found = read({ ...writeRetryHeaders(state), ...change });
    expect(found).toEqual({ forged: expect.stringMatching(reason) as unknown });
    expect(controlHeaderError(found as { forged: string })).toMatchObject({ code: 'SPW-5021' });
  });

  it(
    'never throw, whatever they hold',
    () => {
      const name = fc.constantFrom(
        ...Object.keys(writeRetryHeaders({ ...state, held: true, hops: 1, redriveJob: 'x' })),
      );
      const part = fc.oneof(fc.string(), fc.uint8Array().map(Buffer.from), fc.constant(null as unknown as string));
      const changes = fc.dictionary(name, fc.oneof(part, fc.array(part)));
      fc.assert(
        fc.property(changes, fc.nat(1), (change, tier) => {
          const headers = { ...writeRetryHeaders(state), ...change };
          expect(() => readRetryHeaders(record(headers, tier), { ...expected, tier })).not.toThrow();
        }),
        tries.options,
      );
    },
    tries.timeoutMs,
  );
});

describe('control headers in the topic itself', () => {
  const inTopic = (headers: RecordHeaders): unknown => readRetryHeaders(record(headers, 0), { ...expected, tier: 0 });

  it('are none in a plain record, whatever else it carries', () => {
    expect(inTopic({})).toBeUndefined();
    expect(inTopic({ ce_id: Buffer.from('1'), constructor: Buffer.from('x') })).toBeUndefined();
    expect(inTopic({ 'spillway-error-message': 'made up' })).toBeUndefined();
  });

  it('may be a hop count alone, which a loop cannot outlive', () => {
    expect(inTopic({ 'spillway-hops': '32' })).toMatchObject({ hops: 32, attempt: 0, origin: { offset: 5 } });
    const found = inTopic({ 'spillway-hops': Buffer.from('33') });
    expect(found).toEqual({ loop: 33 });
    expect(controlHeaderError(found as { loop: number })).toMatchObject({ code: 'SPW-5022' });
    expect(inTopic({ 'spillway-hops': '-1' })).toHaveProperty('forged');
  });

  it.each(
    Object.keys(writeRetryHeaders({ ...state, held: true, redriveJob: 'x' })).filter((name) =>
      /attempt|offset|topic|epoch|held|job/.test(name),
    ),
  )('are forged with %s', (name) => {
    const headers = asBytes(writeRetryHeaders({ ...state, held: true, redriveJob: 'x' }));
    expect(inTopic({ [name]: headers[name] })).toEqual({ forged: `${name} stands in a record that is no copy` });
  });
});
