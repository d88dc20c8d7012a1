import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { envelopeFromHeaders, knownEvents, retailTopics, type EventEnvelope } from '@spillway/events';
import { startProducerApp } from '@spillway/producer-app';
import {
  memoryTransport,
  silentLogger,
  type EventCodec,
  type LogRecord,
  type MemoryLog,
  type RecordSink,
  type Transport,
} from '@spillway/streaming';

export interface TestProducer {
  readonly url: string;
  readonly codec: EventCodec;
  readonly log: MemoryLog;
  /** Sends a body; JSON unless a content type is given. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** What lies in a topic. */
  published(topic?: string): Promise<readonly PublishedRecord[]>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // What an answer holds is for the test to say.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface PublishedRecord {
  readonly envelope: EventEnvelope;
  readonly key: string | undefined;
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface TestProducerOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Wraps the sink, to hurt it. */
  readonly sink?: (sink: RecordSink) => RecordSink;
  /** The log of an earlier producer. */
  readonly log?: MemoryLog;
}

/** The producer as it is, on a log and a registry in this process. */
export async function startTestProducer(options: TestProducerOptions = {}): Promise<TestProducer> {
  const memory = memoryTransport(options.log === undefined ? {} : { log: options.log });
  await memory.admin().ensureTopics(retailTopics);
  const registry = memoryRegistry();
  await registerContracts(registry, knownEvents);
  const codec = avroCodec({ registry, definitions: knownEvents });
  const sink = options.sink?.(memory.sink()) ?? memory.sink();
  const transport: Transport = { ...memory, sink: () => sink };
  const environment = { SPILLWAY_HTTP_PORT: '0', SPILLWAY_DATA_DIR: 'memory:', ...options.environment };
  const app = await startProducerApp({ environment, transport, codec, logger: silentLogger });
  return {
    url: app.url,
    codec,
    log: memory.log,
    post: (path, body, headers = {}) => {
      const encoded = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
      const init = {
        method: 'POST',
        body: encoded as string,
        headers: { 'content-type': 'application/json', ...headers },
      };
      return ask(new URL(path, app.url), init);
    },
    get: (path) => ask(new URL(path, app.url)),
    published: (topic = 'retail.orders') => readTopic(memory.log, topic, codec),
    close: () => app.close(),
  };
}

async function ask(url: URL, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

async function readTopic(log: MemoryLog, topic: string, codec: EventCodec): Promise<PublishedRecord[]> {
  const records: PublishedRecord[] = [];
  for (const { partition } of log.topic(topic).partitions) {
    for (const record of readPartition(log, topic, partition)) {
      const { payload } = await codec.decode(record.value!);
      const headers = Object.fromEntries(Object.entries(record.headers).map(([name, value]) => [name, String(value)]));
      records.push({ envelope: envelopeFromHeaders(record.headers), key: record.key?.toString(), payload, headers });
    }
  }
  return records;
}

function* readPartition(log: MemoryLog, topic: string, partition: number): Generator<LogRecord> {
  for (let batch = log.read(topic, partition, 0); batch; batch = log.read(topic, partition, batch.nextOffset)) {
    yield* batch.records;
  }
}
