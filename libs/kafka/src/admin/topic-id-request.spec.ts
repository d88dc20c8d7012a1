import { describe, expect, it } from '@jest/globals';
import { decodeTopicIdAnswer, encodeTopicIdRequest } from './topic-id-request.js';

const int16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number) => Buffer.from([0, 0, value >> 8, value & 0xff]);
const compact = (text: string) => Buffer.concat([Buffer.from([text.length + 1]), Buffer.from(text)]);
const id = '0123456789abcdef0123456789abcdef';

function answer(errorCode: number): Buffer {
  const tagged = Buffer.from([1, 5, 2, 0xaa, 0xbb]); // one tagged field, number 5, two bytes
  const broker = Buffer.concat([int32(1), compact('127.0.0.1'), int32(9092), Buffer.from([0]), tagged]);
  const topic = Buffer.concat([int16(errorCode), compact('retail.orders'), Buffer.from(id, 'hex')]);
  return Buffer.concat([
    tagged,
    int32(0),
    Buffer.from([2]),
    broker,
    compact('cluster'),
    int32(1),
    Buffer.from([2]),
    topic,
  ]);
}

describe('the request for a topic’s id', () => {
  it('asks for one topic by name and creates none', () => {
    const request = encodeTopicIdRequest('t1');
    expect(request.toString('hex')).toBe(`00${'02'}${'00'.repeat(16)}${'03'}${'7431'}${'00'}${'0000'}${'00'}`);
  });

  it('writes a name longer than 126 bytes with a two-byte length', () => {
    expect(encodeTopicIdRequest('x'.repeat(200)).subarray(18, 20)).toEqual(Buffer.from([201 - 128 + 128, 1]));
  });

  it('reads the id behind brokers and tagged fields', () => {
    expect(decodeTopicIdAnswer(answer(0))).toEqual({
      errorCode: 0,
      topicId: '01234567-89ab-cdef-0123-456789abcdef',
    });
  });

  it('reads the error of an unknown topic', () => {
    expect(decodeTopicIdAnswer(answer(3)).errorCode).toBe(3);
  });

  it('refuses an answer that is cut short', () => {
    const whole = answer(0);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeTopicIdAnswer(whole.subarray(0, length))).toThrow();
    }
  });
});
