import { kafkajsInternals, type ProtocolRequest } from '../client/kafkajs-internals.js';

export interface TopicIdAnswer {
  /** Kafka's error code; 0 none, 3 unknown topic. */
  readonly errorCode: number;
  /** The topic's UUID, 32 hexadecimal digits with hyphens. */
  readonly topicId: string;
}

const metadataApiKey = 3;
const firstVersionAskedByName = 12;

/**
 * A Metadata request in version 12 for one topic. kafkajs speaks version 6 at most, which does not carry topic ids. From
 * version 9 on the format is "flexible": compact strings and arrays (length + 1 as unsigned varint) and tagged fields
 * after each structure, the header included.
 */
export function topicIdRequest(topic: string): ProtocolRequest<TopicIdAnswer> {
  return {
    request: {
      apiKey: metadataApiKey,
      apiVersion: firstVersionAskedByName,
      apiName: 'Metadata',
      encode: () => Promise.resolve(new kafkajsInternals.Encoder().writeBuffer(encodeTopicIdRequest(topic))),
    },
    response: {
      decode: (payload) => Promise.resolve(decodeTopicIdAnswer(payload)),
      parse: (answer) => Promise.resolve(answer),
    },
  };
}

const noTaggedFields = Buffer.from([0]);

export function encodeTopicIdRequest(topic: string): Buffer {
  const name = Buffer.from(topic, 'utf8');
  return Buffer.concat([
    noTaggedFields, // end of the request header, which kafkajs writes without them
    unsignedVarint(1 + 1), // one topic
    Buffer.alloc(16), // its id: none, asked by name
    unsignedVarint(name.length + 1),
    name,
    noTaggedFields,
    Buffer.from([0, 0]), // do not create it; no authorized operations
    noTaggedFields,
  ]);
}

export function decodeTopicIdAnswer(payload: Buffer): TopicIdAnswer {
  const reader = new FlexibleReader(payload);
  reader.skipTaggedFields(); // of the response header
  reader.skip(4); // throttle time
  reader.times(reader.unsignedVarint() - 1, () => {
    reader.skip(4); // node id
    reader.skipCompact(); // host
    reader.skip(4); // port
    reader.skipCompact(); // rack
    reader.skipTaggedFields();
  });
  reader.skipCompact(); // cluster id
  reader.skip(4); // controller id
  if (reader.unsignedVarint() - 1 < 1) throw new RangeError('The answer names no topic');
  const errorCode = reader.int16();
  reader.skipCompact(); // name
  return { errorCode, topicId: reader.uuid() };
}

class FlexibleReader {
  #position = 0;

  constructor(private readonly buffer: Buffer) {}

  skip(count: number): void {
    this.#position += count;
  }

  int16(): number {
    this.skip(2);
    return this.buffer.readInt16BE(this.#position - 2);
  }

  uuid(): string {
    this.skip(16);
    const hex = this.buffer.toString('hex', this.#position - 16, this.#position);
    if (hex.length !== 32) throw new RangeError('The answer is cut short');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer.readUInt8(this.#position++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('A varint is too long');
  }

  skipCompact(): void {
    this.skip(Math.max(0, this.unsignedVarint() - 1));
  }

  skipTaggedFields(): void {
    this.times(this.unsignedVarint(), () => {
      this.unsignedVarint();
      this.skip(this.unsignedVarint());
    });
  }

  times(count: number, read: () => void): void {
    for (let index = 0; index < count; index++) read();
  }
}

function unsignedVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}
