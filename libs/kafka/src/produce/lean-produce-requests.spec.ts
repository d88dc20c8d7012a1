import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type { OutgoingRecord } from '@spillway/streaming';
import type { Message } from 'kafkajs';
import { encodedValue } from '../../../../test/support/encoded-value.js';
import {
  kafkajsInternals,
  type Broker,
  type ConnectionPool,
  type ProduceRequest,
  type ProduceResponse,
  type ProtocolRequest,
} from '../internals/kafkajs-internals.js';
import { chosenPartition, TrackedBatch } from './tracked-batch.js';
import { toEncodedRecord } from '../sink/to-encoded-record.js';
import { leanProduceRequests } from './lean-produce-requests.js';

const load = createRequire(import.meta.url);
const { lookup } = load('kafkajs/src/protocol/requests') as { lookup: (versions: object) => never };

type Sent = ProtocolRequest<ProduceResponse>;
type Send = (protocol: Sent) => Promise<ProduceResponse>;

/** A broker of kafkajs on a connection that is a function. */
function brokerOn(send: Send, maxVersion = 9): Broker {
  leanProduceRequests();
  const logger = { namespace: () => logger } as never;
  const connectionPool = { send } as unknown as ConnectionPool;
  const versions = { 0: { minVersion: 0, maxVersion } };
  const broker = new kafkajsInternals.Broker({ connectionPool, logger, versions });
  broker.lookupRequest = lookup(versions);
  return broker;
}

const produce = (broker: Broker, request: Partial<ProduceRequest>): Promise<ProduceResponse> =>
  broker.produce({ acks: -1, timeout: 500, producerId: '12345678901', producerEpoch: 3, ...request } as never);

/** What a broker would send, by its newest version of the request. */
async function bytesOf(request: Partial<ProduceRequest>, maxVersion = 9): Promise<Buffer> {
  const sent: Sent[] = [];
  const send: Send = async (protocol) => {
    sent.push(protocol);
    return { topics: [] };
  };
  await produce(brokerOn(send, maxVersion), request);
  const { buffer } = await sent[0]!.request.encode();
  return Buffer.from(buffer);
}

const messages = (): Message[] =>
  ['a', 'b', 'c'].map((text) => ({
    key: Buffer.from(text),
    value: Buffer.from(text.repeat(100)),
    partition: 4,
    headers: { ce_id: text, many: [text, Buffer.from(text)] },
    timestamp: '1700000000000',
  }));

/** The same as a lane has them. */
const records = () =>
  messages().map(({ key, value, headers, timestamp }) =>
    toEncodedRecord({ topic: 't', key, value, headers, timestampMs: Number(timestamp) } as OutgoingRecord, 0),
  );
const batchOf = (): TrackedBatch => new TrackedBatch(4, records());

const topicData = (list: readonly unknown[], partition = 4): ProduceRequest['topicData'] => [
  { topic: 'retail.orders', partitions: [{ partition, firstSequence: 77, messages: list }] },
];

describe('a produce request of a lane', () => {
  it('is byte for byte what kafkajs makes of the same messages', async () => {
    expect(await bytesOf({ topicData: topicData(batchOf().messages) })).toEqual(
      await bytesOf({ topicData: topicData(messages()) }),
    );
  });

  it('counts as taken once it is encoded, not before', async () => {
    const batch = batchOf();
    chosenPartition({ message: batch.messages[0]! });
    expect(batch).toMatchObject({ attempts: 1, bytesTaken: false });
    await bytesOf({ topicData: topicData(batch.messages) });
    expect(batch.bytesTaken).toBe(true);
  });

  it('is refused where kafkajs would have to encode it: it knows none of the bytes', async () => {
    const asked = () => {
      const batch = batchOf();
      chosenPartition({ message: batch.messages[0]! });
      return topicData(batch.messages);
    };
    const [topic] = asked() as [ProduceRequest['topicData'][number]];
    const twoPartitions = [{ ...topic, partitions: [...topic.partitions, { ...topic.partitions[0]!, partition: 5 }] }];
    const refusal = 'takes no record batches';
    await expect(bytesOf({ topicData: asked(), transactionalId: 'tx' })).rejects.toThrow(refusal);
    await expect(bytesOf({ topicData: asked(), compression: 1 })).rejects.toThrow(refusal);
    await expect(bytesOf({ topicData: twoPartitions })).rejects.toThrow(refusal);
    await expect(bytesOf({ topicData: asked() }, 2)).rejects.toThrow(refusal);
  });

  it('of others in the process is left to kafkajs', async () => {
    const text = (await bytesOf({ topicData: topicData(messages()) })).toString('latin1');
    expect(text).toContain('a'.repeat(100));
  });
});

/** Who leads a partition no longer. */
const notLeader = 6;

describe('batches for one broker', () => {
  const batches = (count: number) => Array.from({ length: count }, batchOf);
  /** Answers like a broker: each partition with its number as offset, but those with an error. */
  function answering(errors: Readonly<Record<number, number>> = {}) {
    const asked: number[][] = [];
    let answer = () => {};
    const gate = { open: () => answer(), asked };
    const send: Send = async (protocol) => {
      const numbers = partitionsIn((await protocol.request.encode()).buffer);
      asked.push(numbers);
      if (asked.length === 1) await new Promise<void>((resolve) => (answer = resolve));
      const partitions = numbers.map((partition) => ({ partition, errorCode: errors[partition] ?? 0 }));
      return protocol.response.parse({ topics: [{ topicName: 'retail.orders', partitions }] });
    };
    return { gate, broker: brokerOn(send) };
  }
  const begin = (broker: Broker, list: readonly TrackedBatch[], first = 0) =>
    list.map((batch, index) => produce(broker, { topicData: topicData(batch.messages, first + index) }));
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('go in one request, and each gets its own answer', async () => {
    const { gate, broker } = answering({ 1: notLeader });
    const answers = Promise.allSettled(begin(broker, batches(3)));
    await turn();
    gate.open();
    expect(await answers).toMatchObject([
      { status: 'fulfilled', value: { topics: [{ partitions: [{ partition: 0, errorCode: 0 }] }] } },
      { status: 'rejected', reason: { type: 'NOT_LEADER_FOR_PARTITION' } },
      { status: 'fulfilled', value: { topics: [{ partitions: [{ partition: 2, errorCode: 0 }] }] } },
    ]);
    expect(gate.asked).toEqual([[0, 1, 2]]);
  });

  it('do not wait for a request that takes long, but later ones go together', async () => {
    const { gate, broker } = answering();
    const slow = begin(broker, batches(1));
    await turn();
    await Promise.all(begin(broker, batches(2), 1));
    gate.open();
    await Promise.all(slow);
    expect(gate.asked).toEqual([[0], [1, 2]]);
  });

  it('end as their request ends', async () => {
    const broker = brokerOn(() => Promise.reject(new Error('closed')));
    const ends = await Promise.allSettled(begin(broker, batches(2)));
    expect(ends).toMatchObject([{ reason: { message: 'closed' } }, { reason: { message: 'closed' } }]);
  });

  it('are not put into a request that grows beyond what brokers take', async () => {
    const { gate, broker } = answering();
    const big = (): TrackedBatch => new TrackedBatch(0, [encodedValue(Buffer.alloc(3 * 1_024 * 1_024))]);
    const answers = begin(broker, [big(), big(), big()]);
    await turn();
    gate.open();
    await Promise.all(answers);
    expect(gate.asked).toEqual([[0], [1], [2]]);
  });
});

/** The numbers of the partitions in a produce request, of one topic. */
function partitionsIn(request: Buffer): number[] {
  const numbers: number[] = [];
  let at = 2 + 2 + 4 + 4;
  at += 2 + request.readInt16BE(at);
  let left = request.readInt32BE(at);
  for (at += 4; left > 0; left--) {
    numbers.push(request.readInt32BE(at));
    at += 8 + request.readInt32BE(at + 4);
  }
  return numbers;
}

describe('the messages of a lane', () => {
  it('are grouped by kafkajs without being copied', () => {
    const group = load('kafkajs/src/producer/groupMessagesPerPartition') as (options: object) => object;
    const { messages: list } = batchOf();
    const grouped = group({ topic: 't', partitionMetadata: [{}], messages: list, partitioner: chosenPartition });
    expect(Object.values(grouped)[0]).toBe(list);
    expect(Object.keys(grouped)).toEqual(['4']);
  });
});
