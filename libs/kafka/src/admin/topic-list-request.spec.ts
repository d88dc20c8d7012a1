import { describe, expect, it } from '@jest/globals';
import { decodeTopicListAnswer, encodeTopicListRequest } from './topic-list-request.js';

const int16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number) => Buffer.from([0, 0, value >> 8, value & 0xff]);
const compact = (text: string) => Buffer.concat([Buffer.from([text.length + 1]), Buffer.from(text)]);
const id = '0123456789abcdef0123456789abcdef';

const int32s = (...values: number[]) => Buffer.concat([Buffer.from([values.length + 1]), ...values.map(int32)]);

function answer(errorCode: number): Buffer {
  const tagged = Buffer.from([1, 5, 2, 0xaa, 0xbb]); // one tagged field, number 5, two bytes
  const broker = Buffer.concat([int32(1), compact('127.0.0.1'), int32(9092), Buffer.from([0]), tagged]);
  const partition = Buffer.concat([int16(5), int32(0), int32(1), int32(0), int32s(1, 2), int32s(1), int32s(), tagged]);
  const topic = Buffer.concat([
    int16(errorCode),
    compact('retail.orders'),
    Buffer.from(id, 'hex'),
    Buffer.from([0, 3]), // not internal, two partitions
    partition,
    partition,
    int32(0),
    tagged,
  ]);
  return Buffer.concat([
    tagged,
    int32(0),
    Buffer.from([2]),
    broker,
    compact('cluster'),
    int32(1),
    Buffer.from([3]), // two topics
    topic,
    topic,
    tagged,
  ]);
}

describe('the request for topics', () => {
  it('asks for one by name, or for all, and creates none', () => {
    const request = encodeTopicListRequest(['t1']);
    expect(request.toString('hex')).toBe(`00${'02'}${'00'.repeat(16)}${'03'}${'7431'}${'00'}${'0000'}${'00'}`);
    expect(encodeTopicListRequest().toString('hex')).toBe('0000000000');
  });

  it('writes a name longer than 126 bytes with a two-byte length', () => {
    expect(encodeTopicListRequest(['x'.repeat(200)]).subarray(18, 20)).toEqual(Buffer.from([201 - 128 + 128, 1]));
  });

  it('reads names, ids and partition counts, of topics without a leader too', () => {
    const topic = { name: 'retail.orders', topicId: '01234567-89ab-cdef-0123-456789abcdef', partitions: 2 };
    expect(decodeTopicListAnswer(answer(0))).toEqual([
      { errorCode: 0, ...topic },
      { errorCode: 0, ...topic },
    ]);
  });

  it('reads the error of an unknown topic', () => {
    expect(decodeTopicListAnswer(answer(3))[0]!.errorCode).toBe(3);
  });

  it('refuses an answer that is cut short', () => {
    const whole = answer(0);
    const tagged = 5; // behind the last topic, where nothing is read
    for (let length = 0; length < whole.length - tagged; length++) {
      expect(() => decodeTopicListAnswer(whole.subarray(0, length))).toThrow();
    }
  });
});
