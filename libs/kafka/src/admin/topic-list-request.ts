import { kafkajsInternals, type ProtocolRequest } from '../internals/kafkajs-internals.js';
import { FlexibleReader } from './flexible-reader.js';

/** A topic as a broker knows it. */
export interface ListedTopic {
  /** Kafka's error code; 0 none, 3 unknown topic, 5 without a leader yet. */
  readonly errorCode: number;
  readonly name: string;
  /** The topic's UUID, 32 hexadecimal digits with hyphens. */
  readonly topicId: string;
  readonly partitions: number;
}

const metadataApiKey = 3;
const firstVersionAskedByName = 12;

/**
 * A Metadata request in version 12, for some topics or for all. kafkajs speaks version 6 at most, which does not carry
 * topic ids, and its client refuses the whole answer when any partition of any topic is without its leader. From version
 * 9 on the format is "flexible".
 *
 * @param topics undefined for all that this client may see
 */
export function topicListRequest(topics?: readonly string[]): ProtocolRequest<readonly ListedTopic[]> {
  return {
    request: {
      apiKey: metadataApiKey,
      apiVersion: firstVersionAskedByName,
      apiName: 'Metadata',
      encode: () => Promise.resolve(new kafkajsInternals.Encoder().writeBuffer(encodeTopicListRequest(topics))),
    },
    response: {
      decode: (payload) => Promise.resolve(decodeTopicListAnswer(payload)),
      parse: (answer) => Promise.resolve(answer),
    },
  };
}

const noTaggedFields = Buffer.from([0]);
const allTopics = Buffer.from([0]);

export function encodeTopicListRequest(topics?: readonly string[]): Buffer {
  return Buffer.concat([
    noTaggedFields, // end of the request header, which kafkajs writes without them
    topics === undefined ? allTopics : theseTopics(topics),
    Buffer.from([0, 0]), // do not create it; no authorized operations
    noTaggedFields,
  ]);
}

function theseTopics(topics: readonly string[]): Buffer {
  return Buffer.concat([unsignedVarint(topics.length + 1), ...topics.flatMap(byName)]);
}

function byName(topic: string): readonly Buffer[] {
  const name = Buffer.from(topic, 'utf8');
  const noId = Buffer.alloc(16);
  return [noId, unsignedVarint(name.length + 1), name, noTaggedFields];
}

export function decodeTopicListAnswer(payload: Buffer): readonly ListedTopic[] {
  const reader = new FlexibleReader(payload);
  reader.skipTaggedFields(); // of the response header
  reader.skip(4); // throttle time
  for (let left = reader.compactLength(); left > 0; left--) skipBroker(reader);
  reader.skipCompact(); // cluster id
  reader.skip(4); // controller id
  const topics: ListedTopic[] = [];
  for (let left = reader.compactLength(); left > 0; left--) topics.push(readTopic(reader));
  reader.end();
  return topics;
}

function skipBroker(reader: FlexibleReader): void {
  reader.skip(4); // node id
  reader.skipCompact(); // host
  reader.skip(4); // port
  reader.skipCompact(); // rack
  reader.skipTaggedFields();
}

function readTopic(reader: FlexibleReader): ListedTopic {
  const errorCode = reader.int16();
  const name = reader.compactString();
  const topicId = reader.uuid();
  reader.skip(1); // is internal
  const partitions = reader.compactLength();
  for (let left = partitions; left > 0; left--) skipPartition(reader);
  reader.skip(4); // authorized operations
  reader.skipTaggedFields();
  return { errorCode, name, topicId, partitions };
}

function skipPartition(reader: FlexibleReader): void {
  reader.skip(2 + 4 + 4 + 4); // error code, number, leader and its epoch
  reader.skipCompactInt32s(); // replicas
  reader.skipCompactInt32s(); // those in sync
  reader.skipCompactInt32s(); // those offline
  reader.skipTaggedFields();
}

function unsignedVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}
