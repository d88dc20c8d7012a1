import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { expectGolden } from '../spec-support/golden.js';
import { runAgainstApp } from '../spec-support/run-against-app.js';
import { durationText } from './duration-text.js';
import { memoryTransport } from '@spillway/streaming';
import { lagOnBroker } from './lag-on-broker.js';
import { judgeLag } from './judge-lag.js';
import { lagSample } from './lag-sample.js';
import { lagScreen } from './lag-screen.js';
import { parseMetrics } from '../http/parse-metrics.js';

type Partition = readonly [group: string, topic: string, partition: number, records: number, seconds: number];

function metrics(partitions: readonly Partition[], states: Readonly<Record<string, string>> = {}): string {
  const rows = partitions.flatMap(([group, topic, partition, records, seconds]) => {
    const labels = `{group="${group}",topic="${topic}",partition="${partition}"}`;
    return [`spillway_consumer_lag_records${labels} ${records}`, `spillway_consumer_lag_seconds${labels} ${seconds}`];
  });
  const stated = Object.entries(states).flatMap(([group, state]) => [
    `spillway_consumer_state{group="${group}",state="${state}"} 1`,
    `spillway_consumer_state{group="${group}",state="failed"} 0`,
  ]);
  return ['# TYPE spillway_consumer_lag_records gauge', ...rows, ...stated, ''].join('\n');
}

const before = metrics([
  ['payments', 'retail.orders', 0, 900, 100],
  ['payments', 'retail.orders', 1, 120, 12],
  ['payments', 'retail.orders.payments.retry.10s', 0, 0, 0],
  ['revenue', 'retail.orders', 0, 5, 1.25],
  ['audit', 'retail.orders', 0, 1_000, 3],
]);
const now = metrics(
  [
    ['payments', 'retail.orders', 0, 300, 104.6],
    ['payments', 'retail.orders', 1, 120, 18],
    ['payments', 'retail.orders.payments.retry.10s', 0, 0, 0],
    ['revenue', 'retail.orders', 0, 5, 7.25],
    ['audit', 'retail.orders', 0, 1_600, 2.04],
  ],
  { payments: 'running', revenue: 'suspended', audit: 'running' },
);
const sample = (atMs: number, ...texts: readonly string[]) => lagSample(atMs, texts.map(parseMetrics));
const golden = (name: string): string => join(import.meta.dirname, 'golden', name);

describe('lag', () => {
  it('is told in records and time, with where it leads', () => {
    const rows = judgeLag(sample(0, before), sample(6_000, now), { byPartition: false });
    expect(rows[0]).toMatchObject({
      records: 420,
      seconds: 104.6,
      trend: 'falling',
      changePerSecond: -100,
      drainSeconds: 4.2,
    });
    expectGolden(golden('lag.golden'), lagScreen(rows));
  });

  it('is told by partition, of one group', () => {
    const rows = judgeLag(sample(0, before), sample(6_000, now), { group: 'payments', byPartition: true });
    expectGolden(golden('lag-partitions.golden'), lagScreen(rows));
  });

  it('has no trend after one look', () => {
    const rows = judgeLag(undefined, sample(0, now), { group: 'payments', byPartition: false });
    expect(rows[0]).toMatchObject({ trend: null, changePerSecond: null, drainSeconds: null });
    expectGolden(golden('lag-once.golden'), lagScreen(rows));
  });

  it('adds up instances, each of which has its partitions', () => {
    const one = metrics([['g', 't', 0, 7, 3], ['g', 't', 1, 0, 0]], { g: 'running' }); // prettier-ignore
    const other = metrics([['g', 't', 0, 0, 0], ['g', 't', 1, 5, 9]], { g: 'suspended' }); // prettier-ignore
    expect(judgeLag(undefined, sample(0, one, other), { byPartition: false })).toMatchObject([
      { records: 12, seconds: 9, state: 'running, suspended' },
    ]);
  });

  it('reads labels as they are written', () => {
    expect(parseMetrics('a{x="q\\"\\\\n\\n,}",y="2"} 1e3 1700000000\n# HELP a b\nbroken{ 1\nb +Inf')).toEqual([
      { name: 'a', labels: { x: 'q"\\n\n,}', y: '2' }, value: 1_000 },
      { name: 'b', labels: {}, value: Number.NaN },
    ]);
  });

  it.each([
    [0, '0 s'],
    [1.25, '1.3 s'],
    [59.6, '60 s'],
    [61, '1 min 1 s'],
    [3_600, '1 h'],
    [93_784, '1 d 2 h'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

describe('spillway lag', () => {
  it('asks both apps twice and shows what is behind', async () => {
    const { exitCode, asked, stdout, stderr } = await runAgainstApp(
      ['lag', 'payments', '--for', '1'],
      [before, before, now],
    );
    expect([exitCode, stderr, asked.map(({ path }) => path)]).toEqual([0, '', Array(4).fill('/metrics')]);
    expect(stdout).toMatch(/^GROUP .*\npayments {2}retail\.orders {2}420 .*↓.*running\n$/);
  });

  it('asks the apps that somebody names, and says when nobody names one', async () => {
    const one = await runAgainstApp(['lag', '--for', '0'], [now], 200, { env: { SPILLWAY_AUDIT_URL: '' } });
    expect([one.exitCode, one.asked.length]).toEqual([0, 1]);
    const nowhere = { env: { SPILLWAY_URL: '', SPILLWAY_AUDIT_URL: '' } };
    const none = await runAgainstApp(['lag', '--for', '0'], [now], 200, nowhere);
    expect([none.exitCode, none.stderr.slice(0, 8)]).toEqual([1, 'SPW-1011']);
  });

  it('gives rows to scripts, and says when nothing is behind', async () => {
    const rows = await runAgainstApp(['lag', '--for', '0', '-o', 'ndjson', '--all'], [now]);
    expect(
      rows.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toHaveLength(4);
    const idle = await runAgainstApp(['lag', '--for', '0'], [metrics([['g', 't', 0, 0, 0]])]);
    expect(idle).toMatchObject({ exitCode: 0, stdout: '', stderr: 'Nothing is behind: --all shows what there is.\n' });
  });

  it('tells of groups that no instance runs what the broker has', async () => {
    const transport = memoryTransport();
    await transport.admin().ensureTopics(['t', 't.g.retry.1s'].map((name) => ({ name, partitions: 2 })));
    const write = (partition: number) =>
      transport.sink().append({ topic: 't', partition, key: null, value: null, headers: {} });
    for (const partition of [0, 0, 0, 1]) await write(partition);
    const writtenMs = Date.now();
    const log = transport.admin();
    const admin = {
      topics: () => log.topics(),
      ranges: (topic: string) => log.ranges(topic),
      committed: async () => [{ topic: 't', partition: 0, offset: 2n }],
      members: async () => 0,
    };
    const groups = [{ group: 'g', topics: ['t', 't.g.retry.1s', 't.g.retry.gone'] }];
    const nowMs = () => writtenMs + 60_000;
    const { partitions, states } = await lagOnBroker(groups, { admin, reader: transport.reader(), nowMs });
    expect(partitions.map(({ topic, partition, records }) => [topic, partition, records])).toEqual([
      ['t', 0, 1],
      ['t', 1, 1],
      ['t.g.retry.1s', 0, 0],
      ['t.g.retry.1s', 1, 0],
    ]);
    expect(partitions.map(({ seconds }) => Math.floor(seconds / 10))).toEqual([6, 6, 0, 0]);
    expect([...states]).toEqual([['g', ['empty']]]);
  });

  it('refuses a group that nobody runs, and what is no app', async () => {
    const unknown = await runAgainstApp(['lag', 'nobody', '--for', '0'], [now]);
    expect([unknown.exitCode, unknown.stderr.slice(0, 33)]).toEqual([2, 'SPW-5201  No group nobody runs at']);
    const other = await runAgainstApp(['lag', '--for', '0'], ['go_goroutines 5\n']);
    expect(other.stderr).toMatch(/^SPW-5210 {2}\S+ has not the metrics of an app of Spillway\./);
    expect((await runAgainstApp(['lag', '--for', 'x'], [now])).exitCode).toBe(2);
  });
});
