import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { defineGroup, groupManifest, readConfig, type AppManifest } from '@spillway/streaming';
import { describeWithStack } from '../../../../test/support/stack.js';
import { wakeCoordinators } from '../../../../tools/provision/wake-coordinators.ts';
import { runCli } from '../program/run-cli.js';

describeWithStack('spillway lag, of groups that no instance runs', ({ brokers }) => {
  const topic = `lag.${randomUUID().slice(0, 8)}`;
  const group = defineGroup(`stock-${topic}`, {
    startFrom: 'beginning',
    topics: { [topic]: { ordering: 'key', retry: { delaysMs: [1_000] } } },
  });
  const manifest: AppManifest = { app: 'shop', groups: [groupManifest(group, [])], events: [] };
  const env = { SPILLWAY_KAFKA_BROKERS: brokers.join(','), SPILLWAY_URL: 'http://127.0.0.1:1' };
  let folder: string;
  let startedMs: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'spillway-lag-'));
    writeFileSync(join(folder, 'spillway.manifest.json'), JSON.stringify(manifest));
    const transport = kafkaTransport({
      config: readConfig(kafkaConfigSchema, { SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    });
    await transport.connect();
    await transport.admin().ensureTopics([{ name: topic, partitions: 2 }]);
    startedMs = Date.now();
    for (const partition of [0, 0, 1])
      await transport.sink().append({ topic, partition, key: null, value: Buffer.from('x'), headers: {} });
    // A new broker takes a moment until it can say what groups have committed.
    await wakeCoordinators(transport.admin(), [group.name], [topic]);
    await transport.close();
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  async function lag(args: readonly string[], variables: Readonly<Record<string, string>> = env) {
    const printed = { stdout: '', stderr: '' };
    const exitCode = await runCli(['lag', '--output', 'json', ...args], {
      workingDir: folder,
      env: variables,
      stdout: (text) => (printed.stdout += text),
      stderr: (text) => (printed.stderr += text),
    });
    return { exitCode, ...printed };
  }

  it('tells what they have left on the broker, and which instance does not answer', async () => {
    const { exitCode, stdout, stderr } = await lag(['--for', '1']);
    expect([exitCode, stderr]).toEqual([
      0,
      'http://127.0.0.1:1 does not answer. What only it runs is told as the broker has it.\n',
    ]);
    const { rows } = JSON.parse(stdout) as { readonly rows: readonly { readonly seconds: number }[] };
    expect(rows).toMatchObject([{ group: group.name, topic, records: 3, trend: 'steady', state: 'empty' }]);
    // As old as the first record that is left, which was written after the test began.
    expect(rows[0]!.seconds).toBeGreaterThan(0);
    expect(rows[0]!.seconds).toBeLessThanOrEqual((Date.now() - startedMs) / 1_000);
    const nowhere = await lag(['--for', '0'], { SPILLWAY_KAFKA_BROKERS: env.SPILLWAY_KAFKA_BROKERS });
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([0, '']);
    expect(JSON.parse(nowhere.stdout)).toMatchObject({ rows: [{ records: 3, trend: null }] });
  }, 60_000);
});
