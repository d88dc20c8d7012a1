import { createRequire } from 'node:module';
import type { ISocketFactory, KafkaConfig, Logger } from 'kafkajs';

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
  writeBuffer(buffer: Buffer): ProtocolEncoder;
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

export interface Broker {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** The part of its request queue that re-arms a timer for ever. */
export interface RequestQueuePrototype {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

const load = createRequire(import.meta.url);

export const kafkajsInternals = {
  Broker: load('kafkajs/src/broker') as new (options: { connectionPool: ConnectionPool; logger: Logger }) => Broker,
  ConnectionPool: load('kafkajs/src/network/connectionPool') as new (options: ConnectionPoolOptions) => ConnectionPool,
  Encoder: load('kafkajs/src/protocol/encoder') as new () => ProtocolEncoder,
  RequestQueue: load('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueuePrototype },
};
