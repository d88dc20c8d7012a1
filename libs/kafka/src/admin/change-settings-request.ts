import { kafkajsInternals, type ProtocolRequest } from '../internals/kafkajs-internals.js';

/** What the broker made of it. */
export interface SettingsAnswer {
  /** Kafka's error code; 0 none, 3 unknown topic. */
  readonly errorCode: number;
  readonly message: string;
}

const incrementalAlterConfigsApiKey = 44;
const topicResource = 2;
const setOperation = 0;

/**
 * An IncrementalAlterConfigs request in version 0: it changes the named settings and leaves all others. kafkajs only has
 * AlterConfigs, which puts every setting that is not named back to its default.
 */
export function changeSettingsRequest(
  topic: string,
  settings: Readonly<Record<string, string>>,
): ProtocolRequest<SettingsAnswer> {
  const bytes = encodeChangeSettings(topic, settings);
  return {
    request: {
      apiKey: incrementalAlterConfigsApiKey,
      apiVersion: 0,
      apiName: 'IncrementalAlterConfigs',
      encode: () => Promise.resolve(new kafkajsInternals.Encoder().writeBuffer(bytes)),
    },
    response: {
      decode: (payload) => Promise.resolve(decodeSettingsAnswer(payload)),
      parse: (answer) => Promise.resolve(answer),
    },
  };
}

export function encodeChangeSettings(topic: string, settings: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(settings).map(([name, value]) =>
    Buffer.concat([text(name), Buffer.from([setOperation]), text(value)]),
  );
  const isOnlyAsked = Buffer.from([0]);
  const resource = [Buffer.from([topicResource]), text(topic), int32(entries.length), ...entries];
  return Buffer.concat([int32(1), ...resource, isOnlyAsked]);
}

export function decodeSettingsAnswer(payload: Buffer): SettingsAnswer {
  const [throttleTime, count] = [4, 4];
  const errorCode = payload.readInt16BE(throttleTime + count);
  const at = throttleTime + count + 2;
  const length = Math.max(0, payload.readInt16BE(at));
  return { errorCode, message: payload.subarray(at + 2, at + 2 + length).toString('utf8') };
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
