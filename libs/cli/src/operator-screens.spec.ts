import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runCli } from './program/run-cli.js';
import { expectGolden } from './spec-support/golden.js';
import { runAgainstApp } from './spec-support/run-against-app.js';

/** Runs the command against an app that gives this answer. */
async function run(args: readonly string[], answer: unknown, status = 200) {
  const { asked, ...result } = await runAgainstApp(args, [answer], status);
  return { ...result, asked: asked[0] };
}

const group = {
  group: 'payments',
  state: 'running',
  reason: null,
  partitions: [
    { topic: 'retail.orders', partition: 0, state: 'paused', lag: 3, heldKeys: 0, reason: null },
    { topic: 'retail.orders', partition: 1, state: 'suspended', lag: 12, heldKeys: 1, reason: 'waits for\ngateway' },
  ],
  drained: [{ topic: 'retail.orders', tier: 'retail.orders.payments.retry.5s', left: 2 }],
  budgets: [{ handler: 'CapturePayment', isSpent: true }],
  breakers: [{ dependency: 'gateway', state: 'open' }],
};
const cause = { errorClass: 'TypeError', code: null, message: 'no \u001b[31mcard' };
const letter = {
  id: 'retail.orders.payments.dlq/3/17',
  at: '2026-11-26T09:13:22.120Z',
  key: '17850',
  handler: 'CapturePayment',
  attempts: 4,
  appVersion: '0.1.0',
  redriveCount: 1,
  eventId: 'o-1',
  eventType: 'retail.orders.OrderPlaced',
  origin: { topic: 'retail.orders', partition: 3, offset: 171 },
  firstFailedAt: '2026-11-26T09:12:00.000Z',
  failedAt: '2026-11-26T09:13:22.000Z',
  first: cause,
  last: { ...cause, fingerprint: '1:7f3a', stack: '    at pay (pay.ts:1:2)' },
  payload: { invoiceNo: '536365' },
  valueBase64: 'AAAA',
};

const golden = (area: string, name: string): string => join(import.meta.dirname, area, 'golden', `${name}.golden`);

describe('spillway groups', () => {
  it('shows a group after what was asked of it', async () => {
    const result = await run(['groups', 'pause', 'payments', '--topic', 'retail.orders', '--partition', '0'], group);
    expect(result.asked).toEqual({
      method: 'POST',
      path: '/groups/payments/pause',
      body: '{"topic":"retail.orders","partition":0}',
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expectGolden(golden('groups', 'group'), result.stdout);
  });

  it('leaves out idle partitions unless they are asked for, and says how many', async () => {
    const idle = (partition: number) => ({ ...group.partitions[0]!, partition, state: 'running', lag: 0 });
    const view = {
      ...group,
      partitions: [...group.partitions, idle(2), idle(3)],
      drained: [],
      budgets: [],
      breakers: [],
    };
    const some = (await run(['groups', 'show', 'payments'], view)).stdout.split('\n');
    expect([some.length, some.at(-2)]).toEqual([6, '2 idle partitions not shown: --all']);
    expect((await run(['groups', 'show', 'payments', '--all'], view)).stdout.split('\n')).toHaveLength(7);
    const quiet = await run(['groups', 'show', 'payments'], { ...view, partitions: [idle(0)] });
    expect(quiet.stdout).toBe('payments is running\n1 idle partition not shown: --all\n');
    const rows = (await run(['groups', 'show', 'payments', '-o', 'ndjson'], view)).stdout.trim().split('\n');
    expect(rows.map((row) => JSON.parse(row) as unknown)).toEqual(view.partitions);
  });

  it.each([
    [['show', 'payments'], 'GET', '/groups/payments', ''],
    [['resume', 'payments'], 'POST', '/groups/payments/resume', '{}'],
    [
      ['accept-gap', 'payments', 't', '3', '--yes'],
      'POST',
      '/groups/payments/accept-gap',
      '{"topic":"t","partition":3}',
    ],
    [
      ['start', 'payments', '--from', 'latest', '--yes'],
      'POST',
      '/groups/payments/start-from',
      '{"position":"latest"}',
    ],
  ] as const)('asks for %j', async (args, method, path, body) => {
    const { exitCode, asked, stdout } = await run(['groups', ...args, '--output', 'json'], group);
    expect([exitCode, asked]).toEqual([0, { method, path, body }]);
    expect(JSON.parse(stdout)).toEqual(group);
  });

  it('releases a handler or a key', async () => {
    const key = await run(['groups', 'release', 'payments', '--topic', 't', '--key', 'k', '--yes'], { sentBack: 3 });
    expect(key.stdout).toBe('Released the key; 3 dead letters sent back.\n');
    expect(key.asked?.body).toBe('{"topic":"t","key":"k"}');
    const handler = await run(['groups', 'release', 'payments', '--handler', 'CapturePayment', '--yes'], {
      sentBack: 0,
    });
    expect(handler.stdout).toBe('Released CapturePayment.\n');
    expect(handler.asked?.body).toBe('{"handler":"CapturePayment"}');
  });

  it.each([[[]], [['--topic', 't']], [['--handler', 'h', '--topic', 't']]])('refuses to release %j', async (args) => {
    expect((await run(['groups', 'release', 'payments', ...args], {})).exitCode).toBe(2);
  });

  it('says what an app refuses, and what to do', async () => {
    const problem = { errorCode: 'SPW-5201', detail: 'No group x runs in this app' };
    const { exitCode, stdout, stderr } = await run(['groups', 'pause', 'x'], problem, 404);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^SPW-5201 {2}No group x runs in this app\n {10}GET \/groups/);
  });

  it('says that nobody answers', async () => {
    const context = { workingDir: '/', env: {}, stdout: () => {}, stderr: (text: string) => (told += text) };
    let told = '';
    expect(await runCli(['dlq', 'ls', 'payments', '--url', 'http://127.0.0.1:1'], context)).toBe(1);
    expect(told).toMatch(/^SPW-5210 {2}http:\/\/127.0.0.1:1 does not answer\./);
    expect(told.split('\n')).toHaveLength(3);
    await runCli(['--verbose', 'dlq', 'ls', 'payments', '--url', 'http://127.0.0.1:1'], context);
    expect(told).toMatch(/\n {4}at .*\n(?:.*\n)*caused by TypeError: fetch failed\n/);
  });
});

describe('spillway dlq', () => {
  it('lists, with the next page told aside', async () => {
    const result = await run(['dlq', 'ls', 'payments', '--key', 'a b'], { deadLetters: [letter], nextCursor: 'abc' });
    expect(result.asked?.path).toBe('/groups/payments/dead-letters?key=a+b&limit=50');
    expect(result.stderr).toBe('There may be more: --cursor abc\n');
    expectGolden(golden('dlq', 'letters'), result.stdout);
  });

  it('shows one', async () => {
    const result = await run(['dlq', 'show', 'payments', letter.id], letter);
    expect(result.asked?.path).toBe('/groups/payments/dead-letters/retail.orders.payments.dlq/3/17');
    expectGolden(golden('dlq', 'letter'), result.stdout);
  });

  it('sends back', async () => {
    const answer = {
      job: 'j1',
      letters: [{ id: letter.id, outcome: 'sent', toTopic: 'retail.orders.payments.retry.1s' }],
    };
    const result = await run(['dlq', 'send-back', 'payments', letter.id, '--job', 'j1', '--yes'], answer);
    expect(result.asked).toMatchObject({ body: JSON.stringify({ ids: [letter.id], job: 'j1' }) });
    expect(result).toMatchObject({ exitCode: 0, stderr: 'Job j1\n' });
    expectGolden(golden('dlq', 'sent-back'), result.stdout);
  });
});
