import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { runCli } from '../program/run-cli.js';
import { expectGolden } from '../spec-support/golden.js';
import { judgeAdvertised } from './judge/judge-advertised.js';
import { judgeAutoCreation } from './judge/judge-auto-creation.js';
import { judgeBootstrap } from './judge/judge-bootstrap.js';
import { judgeClocks } from './judge/judge-clocks.js';
import { judgeContracts } from './judge/judge-contracts.js';
import { judgeNode } from './judge/judge-node.js';
import { judgePorts } from './judge/judge-ports.js';
import { judgeSafety } from './judge/judge-safety.js';
import { judgeTopology } from './judge/judge-topology.js';
import { checks } from './checks.js';
import { doctorScreen } from './doctor-screen.js';
import { probeHop, type Hop } from '../system/probe-hop.js';
import type { CheckResult } from './check.js';

const golden = (name: string): string => join(import.meta.dirname, 'golden', name);
const open: Hop = { host: 'kafka-1', port: 9092, resolved: ['10.0.0.1'], reached: 'open' };
const refused: Hop = { ...open, reached: 'refused' };
const local: Hop = { host: 'localhost', port: 9092, resolved: ['127.0.0.1'], reached: 'open' };
const states = (results: readonly CheckResult[]): readonly string[] => results.map(({ state }) => state);

describe('what the doctor makes of what it sees', () => {
  it.each([
    ['v24.9.0', 'ok'],
    ['v25.0.0', 'ok'],
    ['v24.8.9', 'problem'],
    ['v20.20.2', 'problem'],
  ])('Node %s: %s', (version, state) => {
    expect(judgeNode(version).state).toBe(state);
  });

  it.each([
    ['a run that listens', true, 'open', 'ok: listening: kafka 3092'],
    ['a part that does not', true, 'refused', 'problem: nothing listens where it should: kafka 3092'],
    ['a part that says nothing', true, 'silent', 'problem: no answer in time: kafka 3092'],
    ['free ports', false, 'refused', 'ok: free for npm start: kafka 3092'],
    ['a port that somebody has', false, 'open', 'warning: in use by another process: kafka 3092'],
  ] as const)('ports: %s', (_, hasRun, reached, said) => {
    const { state, found } = judgePorts([{ name: 'kafka', port: 3092, reached }], hasRun);
    expect(`${state}: ${found}`).toBe(said);
  });

  it('brokers: one that answers is enough, none is a problem', () => {
    expect(states(judgeBootstrap([open, refused]))).toEqual(['ok', 'warning']);
    expect(states(judgeBootstrap([refused, { ...open, reached: 'unknown-name', resolved: [] }]))).toEqual([
      'problem',
      'problem',
    ]);
  });

  it('advertised addresses: loopback is for those only who came by it', () => {
    expect(states(judgeAdvertised(['kafka-1'], [{ id: 1, hop: local }]))).toEqual(['problem']);
    expect(states(judgeAdvertised(['127.0.0.1'], [{ id: 1, hop: local }, { id: 2, hop: refused }]))).toEqual([
      'ok',
      'problem',
    ]); // prettier-ignore
  });

  it('clocks: more than two seconds off, less what is not known', () => {
    const seen = { name: 'audit', withinMs: 500 };
    expect(states(judgeClocks([{ ...seen, aheadMs: 2_400 }]))).toEqual(['ok']);
    expect(judgeClocks([{ ...seen, aheadMs: -61_000 }])[0]!.found).toBe(
      'the clock of audit is 61 s behind the one here',
    );
    expect(states(judgeClocks([]))).toEqual(['skipped']);
  });

  it('topics: what the plan of the manifests has left to do', () => {
    expect(judgeTopology({ changes: [], byHand: [] }, { brokers: ['kafka-1:9092'] })).toEqual([]);
    const rule = {
      principal: 'User:shop',
      effect: 'allow',
      resource: 'topic',
      pattern: 'literal',
      name: 'a',
      operation: 'Read',
    } as const;
    const results = judgeTopology(
      {
        changes: [
          { type: 'create-topic', topic: 'a', partitions: 3, config: {} },
          { type: 'create-topic', topic: 'b', partitions: 3, config: {} },
          { type: 'add-partitions', topic: 'c', from: 3, to: 6 },
          { type: 'change-settings', topic: 'd', settings: [{ name: 'retention.ms', from: '1', to: '2' }] },
          { type: 'allow', rule },
        ],
        byHand: [{ about: 'topic e', problem: 'keeps less', fix: 'kafka-configs.sh --bootstrap-server <brokers>' }],
      },
      { brokers: ['kafka-1:9092', 'kafka-2:9092'], principals: ['shop=User:CN=shop'] },
    );
    expect(results.map(({ state, found }) => `${state} ${found}`)).toEqual([
      'problem topics missing: a, b',
      'problem topics with fewer partitions than their source: c',
      'warning topics set otherwise than planned: d',
      'problem missing: 1 rule of access',
      'problem topic e keeps less',
    ]);
    expect(results.at(-1)!.fix).toBe('kafka-configs.sh --bootstrap-server kafka-1:9092,kafka-2:9092');
    expect(results[0]!.fix).toContain('npx spillway topics apply --principal shop=User:CN=shop');
  });

  it('topics: compacted, or on one broker only, with a command that reaches the cluster', () => {
    const cluster = { brokers: ['kafka-1:9092'], brokerCount: 3, outageMs: 604_800_000 };
    const well = { 'cleanup.policy': 'delete', 'min.insync.replicas': '2' };
    const ill = { 'cleanup.policy': 'compact,delete', 'min.insync.replicas': '1' };
    expect(judgeSafety([{ name: 'a', settings: well }], cluster)).toEqual([]);
    const results = judgeSafety([{ name: 'b', settings: ill }], cluster);
    expect(states(results)).toEqual(['problem', 'warning']);
    expect(results[0]!.fix).toBe(
      'kafka-configs.sh --bootstrap-server kafka-1:9092 --alter --entity-type topics --entity-name b --add-config cleanup.policy=delete',
    );
    expect(
      judgeSafety([{ name: 'c', settings: { 'min.insync.replicas': '1' } }], { ...cluster, brokerCount: 1 }),
    ).toEqual([]);
  });

  it('topics: that keep events for less than a group may be away', () => {
    const cluster = { brokers: ['kafka-1:9092'], brokerCount: 1, outageMs: 604_800_000 };
    const judged = (retention: string) =>
      judgeSafety([{ name: 'a', settings: { 'retention.ms': retention } }], cluster);
    expect([judged('-1'), judged('604800000')]).toEqual([[], []]);
    expect(judged('60000')).toEqual([
      {
        state: 'warning',
        found: 'a keeps events for 1 min: a group that is away for longer loses some',
        fix: 'kafka-configs.sh --bootstrap-server kafka-1:9092 --alter --entity-type topics --entity-name a --add-config retention.ms=604800000',
      },
    ]);
  });

  it('topics: what a manifest asks for is mended there, and what it forbids by its plan', () => {
    const cluster = { brokers: ['kafka-1:9092'], brokerCount: 3, outageMs: 604_800_000 };
    const judged = (settings: Readonly<Record<string, string>>, planned: Readonly<Record<string, string>>) =>
      judgeSafety([{ name: 'a', settings, planned }], cluster).map(({ found, fix }) => [found, fix]);
    const [day, long] = [{ 'retention.ms': '86400000' }, { 'retention.ms': '5184000000' }];
    const fix =
      'Its manifest says retention.ms=86400000: define it with 604800000 in the app that brings it and build that anew. Then: npx spillway topics apply';
    const asked = ['a is planned to keep events for 1 d: a group that is away for longer loses some', fix];
    expect([judged(day, long), judged(long, day), judged(day, day)]).toEqual([[], [asked], [asked]]);
    const ill = { 'cleanup.policy': 'compact', 'min.insync.replicas': '1' };
    const fixes = (planned: Readonly<Record<string, string>>) => judged(ill, planned).map(([, text]) => text!);
    expect(fixes({ 'cleanup.policy': 'delete' }).every((text) => text.startsWith('kafka-configs.sh '))).toBe(true);
    expect(fixes(ill).every((text) => text.startsWith('Its manifest says '))).toBe(true);
  });

  it('topics: that brokers make for whoever asks', () => {
    const judged = (...values: readonly string[]) =>
      judgeAutoCreation({ status: 'fulfilled', value: values.map((value, index) => ({ broker: index + 1, value })) });
    expect(judged('false')).toEqual([]);
    expect(judged('true', 'false', 'true')).toMatchObject([
      { state: 'warning', found: expect.stringContaining('on 2 brokers (1, 3):') },
    ]);
  });

  it('topics: that brokers do not say whether they make any, without taking the other findings away', () => {
    const untold = (reason: unknown) => judgeAutoCreation({ status: 'rejected', reason });
    expect(untold(new SpillwayError('SPW-1102', 'x'))).toEqual([
      { state: 'skipped', found: 'may not ask brokers for auto.create.topics.enable' },
    ]);
    expect(untold(new SpillwayError('SPW-1101', 'kafka-1 is away'))).toEqual([
      { state: 'skipped', found: 'brokers did not say auto.create.topics.enable: SPW-1101 kafka-1 is away' },
    ]);
  });

  it('contracts: not registered, or in another mode', () => {
    const subject = { subject: 's', isRegistered: true, setsMode: false };
    expect(states(judgeContracts([subject]))).toEqual(['ok']);
    expect(states(judgeContracts([{ ...subject, isRegistered: false }, { ...subject, setsMode: true }]))).toEqual([
      'problem',
      'problem',
    ]); // prettier-ignore
  });

  it('is told with its fix', () => {
    const rows = [
      { check: 'node', ...judgeNode('v24.9.0') },
      { check: 'clickhouse', state: 'skipped' as const, found: 'SPILLWAY_CLICKHOUSE_URL names none' },
      ...judgeBootstrap([refused, open]).map((result) => ({ check: 'brokers', ...result })),
      ...judgeAdvertised(['kafka-1'], [{ id: 1, hop: local }]).map((result) => ({ check: 'advertised', ...result })),
    ];
    expectGolden(golden('doctor.golden'), doctorScreen(rows));
    expectGolden(golden('doctor-well.golden'), doctorScreen(rows.slice(0, 2)));
  });
});

describe('probeHop', () => {
  it('says whether somebody listens, and whether the name is known', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await probeHop('127.0.0.1', port)).toMatchObject({ reached: 'open', resolved: ['127.0.0.1'] });
    await new Promise((resolve) => server.close(resolve));
    expect(await probeHop('127.0.0.1', port)).toMatchObject({ reached: 'refused' });
    expect(await probeHop('nobody.invalid', 1)).toMatchObject({ reached: 'unknown-name', resolved: [] });
  });

  it('finds who listens also when this process stood still for longer than it waits', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const standStill = (): void =>
      process.nextTick(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_200));
    subscribe('net.client.socket', standStill);
    try {
      const { port } = server.address() as AddressInfo;
      expect(await probeHop('127.0.0.1', port)).toMatchObject({ reached: 'open' });
    } finally {
      unsubscribe('net.client.socket', standStill);
      server.close();
    }
  });
});

async function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}, signal?: AbortSignal) {
  const printed = { stdout: '', stderr: '' };
  const exitCode = await runCli(['doctor', ...args], {
    workingDir: '/',
    env,
    signal,
    stdout: (text) => (printed.stdout += text),
    stderr: (text) => (printed.stderr += text),
  });
  return { exitCode, ...printed };
}

describe('spillway doctor', () => {
  it('looks at everything, and is well where nothing is named', async () => {
    const { exitCode, stdout, stderr } = await doctor(['--output', 'json']);
    expect([exitCode, stderr]).toEqual([0, '']);
    const { checks: rows } = JSON.parse(stdout) as { checks: readonly { check: string; state: string }[] };
    expect([...new Set(rows.map(({ check }) => check))]).toEqual(checks.map(({ name }) => name));
    expect(rows.find(({ check }) => check === 'brokers')).toMatchObject({ state: 'skipped' });
  });

  it('ends with 3 where nothing answers, and says for each what to do', async () => {
    const { exitCode, stdout } = await doctor(
      ['--only', 'brokers', 'advertised', 'registry', 'clickhouse', 'postgres', 'topics', '--output', 'ndjson'],
      {
        SPILLWAY_KAFKA_BROKERS: '127.0.0.1:1',
        SPILLWAY_REGISTRY_URL: 'http://127.0.0.1:1',
        SPILLWAY_CLICKHOUSE_URL: 'http://127.0.0.1:1',
        SPILLWAY_POSTGRES_URL: 'postgres://me:s3cret@127.0.0.1:1/x',
      },
    );
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain('s3cret');
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { check: string; state: string; fix?: string });
    expect(rows.map(({ check, state }) => `${check} ${state}`)).toEqual([
      'brokers problem',
      'advertised skipped',
      'registry problem',
      'clickhouse problem',
      'postgres problem',
      'topics skipped',
    ]);
    expect(rows.filter(({ state }) => state === 'problem').every(({ fix }) => fix !== undefined)).toBe(true);
  });

  it('takes what an interruption cut off for no finding', async () => {
    const interruption = new AbortController();
    const server = createServer((socket) => {
      interruption.abort();
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const at = { SPILLWAY_CLICKHOUSE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const interrupted = await doctor(['--only', 'clickhouse'], at, interruption.signal);
    await new Promise((resolve) => server.close(resolve));
    expect(interrupted).toEqual({ exitCode: 130, stdout: '', stderr: '' });
  });

  it('tells what is wrong with a variable as a finding', async () => {
    const { exitCode, stdout } = await doctor(['--only', 'brokers'], { SPILLWAY_KAFKA_BROKERS: 'kafka' });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('SPW-2004');
    expect((await doctor(['--only', 'teeth'])).exitCode).toBe(2);
  });
});
