import { describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../ledger/fingerprint.js';
import { failureOf } from './failure-of.js';
import { KnownFailures } from './known-failures.js';

const fail = (message: string): Error => new Error(message);

describe('failureOf', () => {
  const failures = new KnownFailures();

  it.each([
    ['an error', fail('away')],
    ['the same again', fail('away')],
    ['another message at the same place', fail('gone')],
    ['a long message', fail('x'.repeat(20_000))],
    ['a string', 'away'],
    ['undefined', undefined],
    ['a frozen object', Object.freeze({ message: 'away' })],
    ['a stack that is no text', Object.assign(fail('away'), { stack: 7 })],
  ])('tells the fingerprint of %s as it is worked out', (_, error) => {
    for (const handler of ['count', 'pay', 'count']) {
      expect(failureOf(error, handler, 1, failures).fingerprint).toBe(fingerprint(error, handler).value);
    }
  });

  it('tells frames without the message', () => {
    const { stack, message } = failureOf(fail('first\nsecond'), 'count', 1, failures);
    expect(message).toBe('first\nsecond');
    expect(stack).toMatch(/^\s+at /);
    expect(stack).not.toContain('second');
  });

  it('forgets too many different causes and still tells each right', () => {
    const errors = Array.from({ length: 600 }, (_, index) =>
      fail(`cause ${String.fromCharCode(0x61 + (index % 26))}${'y'.repeat(index)}`),
    );
    for (const error of [...errors, ...errors]) {
      expect(failureOf(error, 'count', 1, failures).fingerprint).toBe(fingerprint(error, 'count').value);
    }
  });
});
