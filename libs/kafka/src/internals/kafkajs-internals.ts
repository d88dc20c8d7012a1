import { createRequire } from 'node:module';
import type { ISocketFactory, Kafka, KafkaConfig, Logger } from 'kafkajs';

/** What we reach of kafkajs beyond its exports. One place, so that another version is checked in one place. */
export interface ProtocolRequest<T> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    encode(): Promise<ProtocolEncoder>;
  };
  readonly response: {
    decode(payload: Buffer): Promise<T>;
    parse(decoded: T): Promise<T>;
  };
}

export interface ProtocolEncoder {
  readonly buffer: Buffer;
  writeBuffer(buffer: Buffer): ProtocolEncoder;
  writeBytes(buffer: Buffer): ProtocolEncoder;
  writeInt16(value: number): ProtocolEncoder;
  writeInt32(value: number): ProtocolEncoder;
  writeString(value: string | null): ProtocolEncoder;
}

/** What its producer asks of a broker. */
export interface ProduceRequest {
  readonly acks: number;
  readonly timeout: number;
  readonly compression?: number;
  readonly transactionalId?: string | null;
  readonly producerId: string | number;
  readonly producerEpoch: number;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly firstSequence: number;
      readonly messages: readonly unknown[];
    }[];
  }[];
}

export interface ConnectionPoolOptions extends Pick<KafkaConfig, 'ssl' | 'sasl' | 'clientId'> {
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  readonly socketFactory: ISocketFactory;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
}

export interface ConnectionPool {
  send<T>(request: ProtocolRequest<T>): Promise<T>;
}

export interface ProduceResponse {
  readonly topics: readonly {
    readonly topicName: string;
    readonly partitions: readonly { readonly partition: number; readonly errorCode: number }[];
  }[];
}

export interface Broker {
  readonly connectionPool: object;
  /** What the broker speaks, by the number of the request; null before it is connected. */
  readonly versions: Readonly<Record<number, { readonly maxVersion: number } | undefined>> | null;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  fetch(request: FetchRequest): Promise<unknown>;
  produce(request: Omit<ProduceRequest, 'acks' | 'timeout'> & Partial<ProduceRequest>): Promise<ProduceResponse>;
  /** The newest version of a request that both sides know. */
  lookupRequest(apiKey: number, definitions: unknown): (request: ProduceRequest) => ProtocolRequest<ProduceResponse>;
}

export interface FetchRequest {
  readonly maxWaitTime: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly fetchOffset: string;
      readonly maxBytes: number;
    }[];
  }[];
}

/** The brokers as its clients know them: who leads which partition, over connections it keeps. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  findGroupCoordinator(group: { readonly groupId: string }): Promise<unknown>;
  /** Partitions by the id of the broker that leads them; a partition that does not exist is left out. */
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>;
  findBroker(leader: { readonly nodeId: string | number }): Promise<Broker>;
}

export interface OffsetCommit {
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number }[];
  }[];
}

/** What a member has committed between two joins; each join makes another. */
export interface OffsetManagerPrototype {
  /** All that was resolved where no `offsets` are named. */
  commitOffsets(offsets?: OffsetCommit): Promise<void>;
}

/** The part of its request queue that re-arms a timer for ever. */
export interface RequestQueuePrototype {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

/** The part of its group membership that fetches, joins and leaves. */
export interface ConsumerGroupPrototype {
  readonly cluster: object;
  readonly groupId: string;
  /** Empty or null as long as it is no member. */
  readonly memberId: string | null;
  readonly instrumentationEmitter: { emit(event: string, payload: object): void };
  maxWaitTime: number;
  fetch(nodeId: number): Promise<unknown>;
  /** Becomes a member and gets its partitions; tries as often as its retry settings say. */
  joinAndSync(): Promise<void>;
  leave(): Promise<void>;
}

/** How kafkajs reads a fetch answer of one version. */
export interface FetchResponseDecoder {
  decode(payload: Buffer): Promise<unknown>;
}

/** Those with record batches; brokers of before 0.11 answer in older ones. */
const fetchVersions = [4, 5, 6, 7, 8, 9, 10, 11] as const;

const load = createRequire(import.meta.url);

export const kafkajsInternals = {
  Broker: load('kafkajs/src/broker') as {
    new (options: { connectionPool: ConnectionPool; logger: Logger; versions?: object }): Broker;
    readonly prototype: Broker;
  },
  ConnectionPool: load('kafkajs/src/network/connectionPool') as new (options: ConnectionPoolOptions) => ConnectionPool,
  fetchResponses: new Map<number, FetchResponseDecoder>(
    fetchVersions.map((version) => [
      version,
      load(`kafkajs/src/protocol/requests/fetch/v${version}/response`) as FetchResponseDecoder,
    ]),
  ),
  ConsumerGroup: load('kafkajs/src/consumer/consumerGroup') as { readonly prototype: ConsumerGroupPrototype },
  Encoder: load('kafkajs/src/protocol/encoder') as new (initialBytes?: number) => ProtocolEncoder,
  OffsetManager: load('kafkajs/src/consumer/offsetManager') as { readonly prototype: OffsetManagerPrototype },
  RequestQueue: load('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueuePrototype },
};

/** How a client makes the view of the cluster that each of its producers and consumers has, and under which name. */
export function createClusterOf(kafka: Kafka): { readonly key: symbol; readonly create: (options: object) => Cluster } {
  const key = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  )!;
  return { key, create: (kafka as unknown as Record<symbol, (options: object) => Cluster>)[key]! };
}

/** A view of the cluster of its own. */
export function createCluster(kafka: Kafka): Cluster {
  return createClusterOf(kafka).create({ metadataMaxAge: 60_000, allowAutoTopicCreation: false });
}
