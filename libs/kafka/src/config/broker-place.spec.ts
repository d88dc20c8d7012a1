import { expect, it } from '@jest/globals';
import { brokerPlace } from './broker-place.js';
import { kafkaConfigSchema } from './kafka-config.js';

const placeOf = (brokers: string) => brokerPlace(kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers }));

it('is host and port of the only broker, and nothing where there are several', () => {
  expect(placeOf('kafka-1.shop:9093')).toEqual({ address: 'kafka-1.shop', port: 9093 });
  expect(placeOf('kafka-1:9092,kafka-2:9092')).toEqual({});
});
