import { describe, expect, it } from '@jest/globals';
import { appEnvironment } from './app-environment.ts';

const given = {
  PATH: '/bin',
  LOG_LEVEL: 'debug',
  SPILLWAY_KAFKA_BROKERS: 'kafka:9092',
  SPILLWAY_CLICKHOUSE_URL: 'http://clickhouse:8123',
  SPILLWAY_POSTGRES_URL: 'postgres://db/spillway',
  SPILLWAY_HTTP_PORT: '80',
  SPILLWAY_TEST_KAFKA_BROKERS: 'kafka:9092',
};
const everywhere = ['PATH', 'LOG_LEVEL', 'SPILLWAY_KAFKA_BROKERS'];

describe("an app's environment", () => {
  it('has what was given to the launcher, but not what only another app knows', () => {
    expect(Object.keys(appEnvironment('producer', given))).toEqual([...everywhere, 'SPILLWAY_POSTGRES_URL']);
    expect(Object.keys(appEnvironment('consumer', given))).toEqual([...everywhere, 'SPILLWAY_POSTGRES_URL']);
    expect(Object.keys(appEnvironment('audit', given))).toEqual([...everywhere, 'SPILLWAY_CLICKHOUSE_URL']);
  });
});
