import type { LogPlace } from '@spillway/streaming';
import type { KafkaConfig } from './kafka-config.js';

/** Host and port of the broker that clients are to ask first. Of several none is the server: then nothing is said. */
export function brokerPlace({ SPILLWAY_KAFKA_BROKERS: [first, ...others] }: KafkaConfig): LogPlace {
  if (first === undefined || others.length > 0) return {};
  const at = first.lastIndexOf(':');
  return { address: first.slice(0, at), port: Number(first.slice(at + 1)) };
}
