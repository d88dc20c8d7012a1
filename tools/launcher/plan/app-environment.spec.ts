import { describe, expect, it } from '@jest/globals';
import { consumerConfigSchema } from '../../../apps/consumer/src/consumer.config.js';
import { auditAppConfigSchema } from '../../../apps/audit/src/audit.config.js';
import { producerConfigSchema } from '../../../apps/producer/src/producer.config.js';
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

const schemas = { producer: producerConfigSchema, consumer: consumerConfigSchema, audit: auditAppConfigSchema };
const apps = ['producer', 'consumer', 'audit'] as const;
const setByLauncher = /^SPILLWAY_(IMPORT_|HTTP_PORT$|DATA_DIR$)/;

describe('every variable of an app', () => {
  const names = [...new Set(apps.flatMap((app) => Object.keys(schemas[app].shape)))];

  it.each(names.filter((name) => !setByLauncher.test(name)))('%s reaches exactly the apps that know it', (name) => {
    const reached = apps.filter((app) => name in appEnvironment(app, { [name]: 'x' }));
    expect(reached).toEqual(apps.filter((app) => name in schemas[app].shape || !name.startsWith('SPILLWAY_')));
  });
});
