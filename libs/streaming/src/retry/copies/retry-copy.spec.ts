import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { HeaderValue, LogRecord, RecordHeaders } from '../../ports/record.js';
import type { CopyFailure } from './copy-failure.js';
import { maxOwnHeaderBytes, retryCopy, type CopyOptions } from './retry-copy.js';
import { readRetryHeaders } from './retry-headers.js';
import { firstState, type RetryState } from './retry-state.js';

const toTopic = 'orders.stock.retry.1s';
const failure: CopyFailure = {
  errorClass: 'TypeError',
  code: 'EX',
  message: 'not now',
  stack: 'at one\nat two',
  fingerprint: 'v1:abc',
  handler: 'reserve-stock',
  failedAtMs: Date.UTC(2026, 0, 2),
};

function source(headers: RecordHeaders = {}, change: Partial<LogRecord> = {}): LogRecord {
  const [key, value] = [Buffer.from([0, 255]), Buffer.from('value')];
  return { topic: 'orders', partition: 3, offset: 41, timestampMs: 1_000, key, value, headers, ...change };
}

function copy(record: LogRecord, change: Partial<RetryState> = {}, options: Partial<CopyOptions> = {}): LogRecord {
  const known =
    record.topic === 'orders' ? undefined : readRetryHeaders(record, { group: 'stock', topic: 'orders', tier: 1 });
  const before = (known as RetryState | undefined) ?? firstState(record, { group: 'stock' });
  const state = { ...before, attempt: before.attempt + 1, epoch: 2, ...change };
  const out = retryCopy(record, { toTopic, state, failure, ...options });
  return { ...out, partition: out.partition!, offset: 9, timestampMs: 2_000 };
}

const text = (headers: RecordHeaders, name: string): string | undefined => (headers[name] as HeaderValue)?.toString();
const ownBytes = (headers: RecordHeaders): number =>
  Object.entries(headers)
    .filter(([name]) => name.startsWith('spillway-') || name.startsWith('kafka_dlt-'))
    .reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value as HeaderValue), 0);

describe('a copy of a record', () => {
  it('keeps key, value, partition and foreign headers byte for byte, repeats in order', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'ce_id', ''));
    const bytes = fc.uint8Array({ maxLength: 30 }).map((one) => Buffer.from(one));
    const headers = fc
      .array(fc.tuple(names, fc.oneof(bytes, fc.array(bytes, { minLength: 2, maxLength: 4 }))), { maxLength: 20 })
      .map((entries) => Object.fromEntries(entries.filter(([name]) => !/^spillway-/i.test(name))));
    const maybe = fc.option(bytes);
    fc.assert(
      fc.property(headers, maybe, maybe, (foreign, key, value) => {
        const first = copy(source(foreign, { key, value }));
        for (const one of [first, copy(first)]) {
          expect(one).toMatchObject({ topic: toTopic, partition: 3 });
          expect([one.key, one.value]).toEqual([key, value]);
          const kept = Object.entries(one.headers).filter(([name]) => !name.startsWith('spillway-'));
          expect(kept).toEqual(Object.entries(foreign));
        }
      }),
    );
  });

  it('waits for room in the sink, whatever its size', () => {
    expect(retryCopy(source(), { toTopic, state: firstState(source(), { group: 'stock' }) })).toMatchObject({
      isCopy: true,
      mayWait: true,
    });
  });

  it('says where the record first lay, what failed first and what failed last', () => {
    const first = copy(source());
    const second = copy(first, {}, { failure: { ...failure, message: 'still not', failedAtMs: Date.UTC(2026, 0, 3) } });
    expect(readRetryHeaders(second, { group: 'stock', topic: 'orders', tier: 1 })).toEqual({
      origin: { topic: 'orders', partition: 3, offset: 41, timestampMs: 1_000 },
      group: 'stock',
      attempt: 2,
      held: false,
      epoch: 2,
      hops: 0,
      firstFailedAt: '2026-01-02T00:00:00.000Z',
    });
    expect(text(second.headers, 'spillway-first-error-message')).toBe('not now');
    expect(text(second.headers, 'spillway-error-message')).toBe('still not');
    expect(text(second.headers, 'spillway-failed-at')).toBe('2026-01-03T00:00:00.000Z');
    expect(text(second.headers, 'spillway-error-stack')).toBe('at one\nat two');
    expect(text(second.headers, 'spillway-handler')).toBe('reserve-stock');
  });

  it('that is held keeps what was said of earlier failures', () => {
    const failed = copy(source());
    const held = copy(failed, { held: true, attempt: 1 }, { failure: undefined });
    const { 'spillway-held': mark, ...rest } = held.headers;
    expect(mark).toBe('true');
    expect(rest).toEqual(failed.headers);
    expect(Object.keys(copy(source(), { held: true, attempt: 0 }, { failure: undefined }).headers)).not.toContain(
      'spillway-error-message',
    );
  });

  it('believes no header under our prefix in a record that is no copy, but keeps it', () => {
    const forged = source({
      'spillway-redrive-job': 'x',
      'Spillway-Error-Message': 'y',
      'spillway-attempt': ['1', '2'],
    });
    expect(copy(forged).headers).toMatchObject({
      'untrusted-spillway-redrive-job': 'x',
      'untrusted-Spillway-Error-Message': 'y',
      'untrusted-spillway-attempt': ['1', '2'],
      'spillway-attempt': '1',
      'spillway-error-message': 'not now',
    });
    expect(copy(forged).headers).not.toHaveProperty('spillway-redrive-job');
    const inTier = { ...forged, topic: toTopic };
    const { headers } = retryCopy(inTier, { toTopic: 'dlq', state: firstState(inTier, { group: 'stock' }), failure });
    expect(headers).toMatchObject({ 'untrusted-spillway-redrive-job': 'x' });
  });

  it('adds at most 8 KiB, whatever there is to say, and no half characters', () => {
    const long = fc
      .array(fc.constantFrom('ü', '😀', '\ud800', 'a', '漢'), { minLength: 1, maxLength: 5 })
      .map((part) => part.join('').repeat(9_000));
    fc.assert(
      fc.property(long, fc.boolean(), (one, isSpring) => {
        const all = { errorClass: one, code: one, message: one, stack: one, fingerprint: one, handler: one };
        const options = { appVersion: one };
        const first = copy(
          source({}, { timestampMs: -1 }),
          {},
          { ...options, failure: { ...all, failedAtMs: Number.NaN } },
        );
        const compat = isSpring ? ({ timestampType: 'CreateTime' } as const) : undefined;
        const { headers } = copy(first, {}, { ...options, compat, failure: { ...all, failedAtMs: 0 } });
        expect(ownBytes(headers)).toBeLessThanOrEqual(maxOwnHeaderBytes);
        expect(ownBytes(headers)).toBeGreaterThan(maxOwnHeaderBytes - 200);
        for (const value of Object.values(headers))
          if (typeof value === 'string') expect(value.isWellFormed()).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('has empty values where null ones were, and says so, on every hop', () => {
    const nulls = { a: null, 'b,c': [Buffer.from('1'), null] } as unknown as RecordHeaders;
    const { headers } = copy(copy(source(nulls)));
    expect(headers).toMatchObject({ a: Buffer.alloc(0), 'b,c': [Buffer.from('1'), Buffer.alloc(0)] });
    expect(text(headers, 'spillway-null-headers')).toBe('a,b%2Cc:1');
  });

  it("says it in Spring's names too, with binary numbers, behind what stood there", () => {
    const { headers } = copy(
      source({ 'kafka_dlt-original-topic': 'before' }),
      {},
      { compat: { timestampType: 'LogAppendTime' } },
    );
    expect(headers).toMatchObject({
      'kafka_dlt-original-topic': ['before', 'orders'],
      'kafka_dlt-original-partition': Buffer.from([0, 0, 0, 3]),
      'kafka_dlt-original-offset': Buffer.from([0, 0, 0, 0, 0, 0, 0, 41]),
      'kafka_dlt-original-timestamp': Buffer.from([0, 0, 0, 0, 0, 0, 3, 232]),
      'kafka_dlt-original-timestamp-type': 'LogAppendTime',
      'kafka_dlt-original-consumer-group': 'stock',
      'kafka_dlt-exception-fqcn': 'TypeError',
      'kafka_dlt-exception-cause-fqcn': 'TypeError',
      'kafka_dlt-exception-message': 'not now',
      'kafka_dlt-exception-stacktrace': 'at one\nat two',
    });
  });
});
