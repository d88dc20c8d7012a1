import { describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@spillway/streaming';
import type { Message, RecordMetadata } from 'kafkajs';
import { batchSender } from './batch-sender.js';
import { ProducerLifecycle, type ProducerClient } from './producer-lifecycle.js';
import { encodedValue } from '../../../../test/support/encoded-value.js';
import { chosenPartition, trackedBatchOf } from '../produce/tracked-batch.js';

const protocolError = (type: string) => Object.assign(new Error(type), { type });
const answer = (partition: number, baseOffset: string): RecordMetadata[] => [
  { topicName: 't', partition, errorCode: 0, baseOffset },
];

/** Does with a batch what kafkajs does: look at the values once, then per attempt ask the partitioner and encode. */
function attempts(count: number, messages: readonly Message[], encode: boolean): void {
  if (messages.some(({ value }) => value === undefined)) throw new Error('validation');
  for (let attempt = 0; attempt < count; attempt++) {
    chosenPartition({ message: messages[0]! });
    if (encode) trackedBatchOf(messages)!.bytesTaken = true;
  }
}

function senderWith(send: (messages: Message[], producer: number) => Promise<RecordMetadata[]>) {
  const made: { connected: boolean; disconnected: boolean }[] = [];
  const create = (): ProducerClient => {
    const state = { connected: false, disconnected: false };
    const number = made.push(state);
    return {
      connect: async () => void (state.connected = true),
      disconnect: async () => void (state.disconnected = true),
      send: ({ messages }) => send(messages, number),
    };
  };
  const producers = new ProducerLifecycle(create, silentLogger);
  return { send: batchSender(producers), producers, made };
}

const records = () => ['a', 'b'].map((value) => encodedValue(value));

describe('sending a batch', () => {
  it('answers the offset of the first record', async () => {
    const { send } = senderWith(async () => answer(3, '41'));
    expect(await send('t', 3, records())).toEqual({ baseOffset: 41n });
  });

  it("answers the broker's time of the append, and none where the broker has none", async () => {
    const stamped = (logAppendTime: string) =>
      senderWith(async () => answer(3, '41').map((metadata) => ({ ...metadata, logAppendTime })));
    expect(await stamped('1700000000123').send('t', 3, records())).toEqual({
      baseOffset: 41n,
      appendedAtMs: 1_700_000_000_123,
    });
    expect(await stamped('-1').send('t', 3, records())).toEqual({ baseOffset: 41n });
  });

  it('takes an answer without the partition as unknown: kafkajs can resolve for what it never wrote', async () => {
    const { send } = senderWith(async () => answer(2, '41'));
    await expect(send('t', 3, records())).rejects.toMatchObject({ code: 'SPW-1111' });
  });

  it.each([
    { is: 'not written', when: 'no byte was taken', encode: false, count: 1, error: protocolError('ECONNREFUSED') },
    { is: 'not written', when: 'no attempt took a byte', encode: false, count: 5, error: new Error('No broker') },
    { is: 'unknown', when: 'the bytes were taken', encode: true, count: 1, error: new Error('timed out') },
    {
      is: 'too large',
      when: 'the broker does not take so many bytes',
      encode: true,
      count: 1,
      error: protocolError('MESSAGE_TOO_LARGE'),
    },
    {
      is: 'not written',
      when: 'the first attempt was refused',
      encode: true,
      count: 1,
      error: protocolError('NOT_ENOUGH_REPLICAS'),
    },
    {
      is: 'unknown',
      when: 'a later attempt was refused',
      encode: true,
      count: 2,
      error: protocolError('NOT_ENOUGH_REPLICAS'),
    },
    {
      is: 'unknown',
      when: 'its sequence was not expected',
      encode: true,
      count: 1,
      error: protocolError('OUT_OF_ORDER_SEQUENCE_NUMBER'),
    },
  ])('is $is when $when', async ({ is, encode, count, error }) => {
    const { send } = senderWith(async (batch) => {
      attempts(count, batch, encode);
      throw error;
    });
    const code = { unknown: 'SPW-1111', 'not written': 'SPW-1110', 'too large': 'SPW-1112' }[is];
    await expect(send('t', 3, records())).rejects.toMatchObject({ code });
  });

  it('goes on with a new producer after a rejected send; the old one ends with its last send', async () => {
    let finishOther: (metadata: RecordMetadata[]) => void = () => {};
    const { send, made } = senderWith((batch, producer) => {
      attempts(1, batch, true);
      if (producer === 2) return Promise.resolve(answer(3, '7'));
      if (batch[0]?.partition === 3) return Promise.reject(new Error('timed out'));
      return new Promise((resolve) => (finishOther = resolve));
    });
    const other = send('t', 1, [encodedValue('x')]);
    await expect(send('t', 3, records())).rejects.toMatchObject({ code: 'SPW-1111' });
    expect(await send('t', 3, records())).toEqual({ baseOffset: 7n });
    expect(made.map(({ disconnected }) => disconnected)).toEqual([false, false]);
    finishOther(answer(1, '0'));
    expect(await other).toEqual({ baseOffset: 0n });
    await systemClock.sleep(0);
    expect(made.map(({ disconnected }) => disconnected)).toEqual([true, false]);
  });

  it('asks again for a producer after one could not connect, and says that nothing was asked', async () => {
    let refuse = true;
    const producers = new ProducerLifecycle(
      () => ({
        connect: async () => {
          if (refuse) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        },
        disconnect: async () => {},
        send: async () => answer(3, '0'),
      }),
      silentLogger,
    );
    const send = batchSender(producers);
    await expect(send('t', 3, records())).rejects.toMatchObject({ code: 'SPW-1101' });
    refuse = false;
    expect(await send('t', 3, records())).toEqual({ baseOffset: 0n });
  });

  it('disconnects the producer on close', async () => {
    const { send, producers, made } = senderWith(async () => answer(3, '0'));
    await send('t', 3, records());
    await producers.close();
    expect(made.map(({ disconnected }) => disconnected)).toEqual([true]);
  });
});
