import { describe, expect, it } from '@jest/globals';
import { KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } from 'kafkajs';
import { kafkaErrorFacts } from './kafka-error-facts.js';
import { toSpillwayError } from './to-spillway-error.js';

const unknownTopic = () => {
  const error = new KafkaJSProtocolError('This server does not host this topic-partition');
  return Object.assign(error, { type: 'UNKNOWN_TOPIC_OR_PARTITION', code: 3, retriable: true });
};

describe('facts about an error of the client', () => {
  it('sees through kafkajs’s wrappers to the error that counts', () => {
    const wrapped = new KafkaJSNumberOfRetriesExceeded(unknownTopic(), { retryCount: 7, retryTime: 300 });
    Object.assign(wrapped, { cause: unknownTopic() });
    expect(kafkaErrorFacts(wrapped)).toMatchObject({ kind: 'UNKNOWN_TOPIC_OR_PARTITION', retries: 7, retryable: true });
  });

  it('names a socket error by its code', () => {
    expect(kafkaErrorFacts(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })).kind).toBe('ECONNREFUSED');
  });

  it('is not retryable when kafkajs says so', () => {
    expect(kafkaErrorFacts(new KafkaJSNonRetriableError('no')).retryable).toBe(false);
  });

  it.each([undefined, null, 'text', 7, {}, Object.create(null)])('never throws: %p', (thrown) => {
    expect(kafkaErrorFacts(thrown).kind).toEqual(expect.any(String));
  });

  it('ends on an error that causes itself', () => {
    const error: { cause?: unknown } = new Error('loop');
    error.cause = error;
    expect(kafkaErrorFacts(error).message).toBe('loop');
  });
});

describe('the error we raise for it', () => {
  it.each([
    ['SPW-1103', unknownTopic()],
    ['SPW-1102', Object.assign(new Error('no'), { type: 'TOPIC_AUTHORIZATION_FAILED' })],
    ['SPW-1108', Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
    ['SPW-1101', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ])('is %s and says what was tried', (code, error) => {
    expect(toSpillwayError(error, 'Reading the offsets of t')).toMatchObject({
      code,
      message: expect.stringMatching(/^Reading the offsets of t failed: /),
    });
  });
});
