import { createRequire } from 'node:module';
import { KafkaJSProtocolError, KafkaJSRequestTimeoutError, type Message, type RecordMetadata } from 'kafkajs';
import type { ProducerClient } from '../../libs/kafka/src/sink/producer-lifecycle.js';
import { chosenPartition, trackedBatchOf } from '../../libs/kafka/src/produce/tracked-batch.js';
import { valueOf } from './encoded-value.js';

type SendMessages = (options: object) => Promise<RecordMetadata[]>;
interface EosManager {
  initProducerId(): Promise<void>;
}

const load = createRequire(import.meta.url);
const createSendMessages = load('kafkajs/src/producer/sendMessages') as (options: object) => SendMessages;
const createEosManager = load('kafkajs/src/producer/eosManager') as (options: object) => EosManager;
const createRetry = load('kafkajs/src/retry') as (options: object) => unknown;

interface PartitionState {
  readonly log: string[];
  leader: number;
  /** Per producer id: the next sequence number and the last batches. */
  readonly producers: Map<number, { next: number; batches: { first: number; last: number; offset: number }[] }>;
}

interface ProduceRequest {
  readonly producerId: number;
  readonly topicData: readonly { readonly partitions: readonly PartitionRequest[] }[];
}

interface PartitionRequest {
  readonly partition: number;
  readonly firstSequence: number;
  readonly messages: readonly Message[];
}

export interface FaultPlan {
  readonly partitions: number;
  /** Chance of each of three faults per request: a moved leader, a time-out after the write, a time-out before it. */
  readonly faultRate: number;
  /** How often the client tries again before it rejects. */
  readonly retries: number;
  readonly random: () => number;
}

const brokerCount = 3;
const rememberedBatches = 5;
const silent = { namespace: () => silent, debug() {}, info() {}, warn() {}, error() {} };

/**
 * For specs: the real sending code of kafkajs against three brokers in memory that keep Kafka's rules of idempotence and
 * fail at random. Real brokers lose answers too rarely for a test of seconds.
 */
export class ScriptedCluster {
  readonly partitions: readonly PartitionState[];
  #knownLeaders: number[] = [];
  #producerIds = 100;
  producersMade = 0;

  constructor(private readonly plan: FaultPlan) {
    const fresh = (_: unknown, index: number) => ({ log: [], leader: index % brokerCount, producers: new Map() });
    this.partitions = Array.from({ length: plan.partitions }, fresh);
    this.#refresh();
  }

  /** A producer as the driver makes them: idempotent, with the driver's partitioner; for batches of lanes. */
  createProducer(): ProducerClient {
    this.producersMade++;
    const cluster = this.#clusterOfClient();
    const eosManager = createEosManager({ logger: silent, cluster, transactional: false });
    const retrier = createRetry({ retries: this.plan.retries, initialRetryTime: 1, maxRetryTime: 2 });
    const send = createSendMessages({ logger: silent, cluster, partitioner: chosenPartition, eosManager, retrier });
    return {
      connect: () => eosManager.initProducerId(),
      disconnect: async () => {},
      send: ({ topic, messages }) =>
        send({ acks: -1, timeout: 1_000, compression: 0, topicMessages: [{ topic, messages }] }),
    };
  }

  #refresh(): void {
    this.#knownLeaders = this.partitions.map(({ leader }) => leader);
  }

  #clusterOfClient(): object {
    const brokers = Array.from({ length: brokerCount }, (_, nodeId) => this.#broker(nodeId));
    const leaderOf = (partition: string | number): number => this.#knownLeaders[Number(partition)]!;
    return {
      retry: { retries: 3, initialRetryTime: 1 },
      targetTopics: new Set(['t']),
      isConnected: () => true,
      removeBroker() {},
      connect: async () => {},
      addMultipleTargetTopics: async () => {},
      refreshMetadataIfNecessary: async () => {},
      refreshMetadata: async () => this.#refresh(),
      findTopicPartitionMetadata: () => this.partitions.map((_, partitionId) => ({ partitionId })),
      findLeaderForPartitions: (_topic: string, numbers: readonly string[]) =>
        Object.groupBy(numbers.map(Number), (partition) => leaderOf(partition)),
      findBroker: async ({ nodeId }: { nodeId: string }) => brokers[Number(nodeId)],
      findControllerBroker: async () => brokers[0],
    };
  }

  #broker(nodeId: number): object {
    return {
      nodeId,
      isConnected: () => true,
      initProducerId: async () => ({ producerId: this.#producerIds++, producerEpoch: 0 }),
      produce: async ({ topicData, producerId }: ProduceRequest) => {
        await new Promise((resolve) => setImmediate(resolve));
        const requests = topicData[0]!.partitions;
        // The client encodes before it sends.
        for (const { messages } of requests) trackedBatchOf(messages)!.bytesTaken = true;
        const offsets = this.#answer(nodeId, requests, producerId);
        const partitions = requests.map(({ partition }, index) => ({
          partition,
          errorCode: 0,
          baseOffset: String(offsets[index]),
        }));
        return { topics: [{ topicName: 't', partitions }] };
      },
    };
  }

  #answer(nodeId: number, requests: readonly PartitionRequest[], producerId: number): number[] {
    const { faultRate, random } = this.plan;
    const chance = random();
    if (requests.some(({ partition }) => this.partitions[partition]!.leader !== nodeId)) throw notLeader();
    if (chance < faultRate) {
      for (const { partition } of requests) this.partitions[partition]!.leader = Math.floor(random() * brokerCount);
      throw notLeader();
    }
    if (chance >= 2 * faultRate && chance < 3 * faultRate) throw new KafkaJSRequestTimeoutError('before the write');
    const offsets = requests.map((request) => this.#append(request, producerId));
    if (chance < 2 * faultRate) throw new KafkaJSRequestTimeoutError('after the write');
    return offsets;
  }

  /** Kafka's rule: a batch known by its sequence numbers is answered and not appended again; a gap is refused. */
  #append({ partition, firstSequence, messages }: PartitionRequest, producerId: number): number {
    const { log, producers } = this.partitions[partition]!;
    const state = producers.get(producerId) ?? { next: 0, batches: [] };
    producers.set(producerId, state);
    const last = firstSequence + messages.length - 1;
    const known = state.batches.find((batch) => batch.first === firstSequence && batch.last === last);
    if (known !== undefined) return known.offset;
    if (firstSequence !== state.next) throw outOfOrder();
    state.next = last + 1;
    state.batches = [...state.batches.slice(1 - rememberedBatches), { first: firstSequence, last, offset: log.length }];
    log.push(...trackedBatchOf(messages)!.records.map(valueOf));
    return log.length - messages.length;
  }
}

const protocolError = (type: string, code: number, retriable: boolean): KafkaJSProtocolError => {
  const create = KafkaJSProtocolError as unknown as new (error: object) => KafkaJSProtocolError;
  return new create({ type, code, retriable, message: type });
};
const notLeader = (): Error => protocolError('NOT_LEADER_FOR_PARTITION', 6, true);
const outOfOrder = (): Error => protocolError('OUT_OF_ORDER_SEQUENCE_NUMBER', 45, false);
