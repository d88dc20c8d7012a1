import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { logManifest, readConfig, systemClock, type AppManifest, type Transport } from '@spillway/streaming';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../../../../test/support/postgres.js';
import { startSecureBroker, type ScramUser } from '../../../../test/support/secure-broker.js';
import { describeWithStack } from '../../../../test/support/stack.js';
import { openEmbeddedConnections } from '../../../audit-store/src/connection/open-embedded-connections.js';
import { clickHouseHttpServer } from '../../../audit-store/src/spec-support/clickhouse-http-server.js';
import { runDoctor } from '../spec-support/run-doctor.js';

describeWithPostgres('the doctor at PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it('says its version and asks its clock; and, when it is away, what to do', async () => {
    const env = { SPILLWAY_POSTGRES_URL: server.url };
    const well = await runDoctor(['postgres', 'clocks'], { env });
    expect(well).toMatchObject({
      exitCode: 0,
      rows: [
        { check: 'postgres', state: 'ok', found: expect.stringMatching(/^127\.0\.0\.1:\d+ is PostgreSQL \d+\./) },
        { check: 'clocks', state: 'ok', found: 'within 2 s of this one: postgres' },
      ],
    });
    await server.crash();
    const ill = await runDoctor(['postgres', 'clocks'], { env });
    expect(ill).toMatchObject({
      exitCode: 3,
      rows: [
        { check: 'postgres', state: 'problem', fix: expect.stringMatching(/\S/) },
        { check: 'clocks', state: 'skipped' },
      ],
    });
  });
});

describe('the doctor at ClickHouse', () => {
  it('says the version of a real engine, and asks its clock', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'spillway-doctor-'));
    const engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    const server = await clickHouseHttpServer(engine);
    try {
      const found = await runDoctor(['clickhouse', 'clocks'], { env: { SPILLWAY_CLICKHOUSE_URL: server.url } });
      expect(found).toMatchObject({
        exitCode: 0,
        rows: [
          { check: 'clickhouse', state: 'ok', found: expect.stringMatching(/^\S+ is ClickHouse \d+\.\d+\./) },
          { check: 'clocks', state: 'ok', found: 'within 2 s of this one: clickhouse' },
        ],
      });
    } finally {
      await server.close();
      await engine.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

describeWithStack('the doctor at topics', ({ brokers }) => {
  const run = `d${randomUUID().slice(0, 8)}`;
  const [orders, missing] = [`${run}.orders`, `${run}.missing`];
  const topics = [
    { name: orders, partitions: 1 },
    { name: missing, partitions: 1 },
  ];
  const manifest = (...of: typeof topics): AppManifest => ({
    ...{ app: 'shop', groups: [], events: [] },
    log: logManifest('shop', { topics: of }, []),
  });
  const env = { SPILLWAY_KAFKA_BROKERS: brokers.join(',') };
  let folder: string;
  let transport: Transport;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'spillway-doctor-'));
    transport = kafkaTransport({ config: readConfig(kafkaConfigSchema, env) });
    await transport.connect();
  });
  afterAll(async () => {
    await transport.close();
    rmSync(folder, { recursive: true });
  });

  async function look(...of: typeof topics) {
    writeFileSync(join(folder, 'spillway.manifest.json'), JSON.stringify(manifest(...of)));
    return runDoctor(['topics'], { env, workingDir: folder });
  }

  it('warns of a broker that makes topics for whoever asks, and tells who may not ask of topics nevertheless', async () => {
    const [operator, guest] = (['operator', 'guest'] as const).map((name) => {
      return { mechanism: 'SCRAM-SHA-512', name, password: `of-the-${name}` } as const;
    });
    const broker = await startSecureBroker([operator!, guest!], { createsTopics: true, superUsers: ['operator'] });
    const lookAs = ({ mechanism, name, password }: ScramUser) =>
      runDoctor(['topics'], {
        workingDir: folder,
        env: {
          SPILLWAY_KAFKA_BROKERS: broker.address,
          SPILLWAY_KAFKA_TLS: 'true',
          SPILLWAY_KAFKA_TLS_CA: broker.certificate,
          SPILLWAY_KAFKA_SASL_MECHANISM: mechanism,
          SPILLWAY_KAFKA_SASL_USERNAME: name,
          SPILLWAY_KAFKA_SASL_PASSWORD: password,
        },
      });
    try {
      writeFileSync(join(folder, 'spillway.manifest.json'), JSON.stringify(manifest()));
      expect(await lookAs(operator!)).toEqual({
        exitCode: 0,
        rows: [
          expect.objectContaining({
            state: 'warning',
            found: expect.stringContaining('auto.create.topics.enable=true on 1 broker (1)'),
            fix: expect.stringContaining('auto.create.topics.enable=false'),
          }),
        ],
      });
      expect(await lookAs(guest!)).toEqual({
        exitCode: 0,
        rows: [
          { check: 'topics', state: 'ok', found: '0 event topics and those of their groups, as planned' },
          { check: 'topics', state: 'skipped', found: 'may not ask brokers for auto.create.topics.enable' },
        ],
      });
    } finally {
      await broker.stop();
    }
  }, 120_000);

  it('finds nothing where all is as planned, and then what is compacted, short-lived and missing', async () => {
    const admin = transport.admin();
    await admin.ensureTopics(topics.slice(0, 1));
    expect(await look(topics[0]!)).toEqual({
      exitCode: 0,
      rows: [{ check: 'topics', state: 'ok', found: '1 event topic and those of their groups, as planned' }],
    });
    await admin.changeSettings(orders, { 'cleanup.policy': 'compact', 'retention.ms': '60000' });
    const { exitCode, rows } = await look(...topics);
    expect(exitCode).toBe(3);
    expect(rows).toMatchObject([
      {
        ...{ state: 'problem', found: `topics missing: ${missing}` },
        fix: expect.stringContaining('npx spillway topics apply'),
      },
      {
        state: 'problem',
        found: `${orders} is compacted: events of a key that are not the last get lost`,
        fix: `kafka-configs.sh --bootstrap-server ${brokers.join(',')} --alter --entity-type topics --entity-name ${orders} --add-config cleanup.policy=delete`,
      },
      { state: 'warning', found: `${orders} keeps events for 1 min: a group that is away for longer loses some` },
    ]);
  });
});
