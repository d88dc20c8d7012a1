import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubjectStep } from '@spillway/codecs';
import type { CheckReport } from '../contracts/check/check-report.js';
import type { ContractFinding } from '@spillway/contracts';
import { findManifests } from '../manifests/find-manifests.js';
import { runCli } from '../program/run-cli.js';
import { expectGolden } from '../spec-support/golden.js';
import { planRows } from './plan-rows.js';
import { planScreen } from './plan-screen.js';
import type { SystemPlan } from './system-plan.js';

function step(name: string, more: Pick<SubjectStep, 'mode' | 'modeBefore' | 'setsMode' | 'id'>): SubjectStep {
  const [type, subject] = [`retail.orders.${name}`, `retail.orders-retail.orders.${name}`];
  return { subject, contract: { type, subject, schema: 'null' }, ...more };
}

const checked: Omit<CheckReport, 'open'> = {
  ...{ against: 'registry', compared: [], added: [], unasked: [], suppressed: [], unused: [] },
};
const finding = (contract: string, field: string): ContractFinding => ({
  ...{ rule: 'FIELD_ADDED_WITHOUT_DEFAULT', file: 'f', line: 1, column: 1, detail: field, against: ['v1'] },
  ...{ path: `${contract}.${field}`, contracts: [contract] },
});
const blocking = [finding('retail.orders.OrderPlaced', 'note')];
const standing = [finding('retail.orders.StockAdjusted', 'reason')];

const plan: SystemPlan = {
  changes: [
    { type: 'create-topic', topic: 'retail.orders', partitions: 12, config: {} },
    {
      type: 'create-topic',
      topic: 'retail.orders.payments.dlq',
      partitions: 12,
      config: { 'retention.ms': '-1', 'max.message.bytes': '67108864' },
    },
    { type: 'add-partitions', topic: 'retail.orders.payments.retry.10s', from: 6, to: 12 },
    {
      type: 'change-settings',
      topic: 'spillway.deliveries',
      settings: [{ name: 'compression.type', from: 'producer', to: 'uncompressed' }],
    },
    ...(['Read', 'Write'] as const).map((operation) => ({
      type: 'allow' as const,
      rule: {
        principal: 'User:consumer',
        effect: 'allow' as const,
        resource: 'topic' as const,
        pattern: 'literal' as const,
        name: 'retail.orders.payments.dlq',
        operation,
      },
    })),
    {
      type: 'allow',
      rule: {
        principal: 'User:audit',
        effect: 'allow',
        resource: 'topic',
        pattern: 'prefixed',
        name: 'retail.orders.',
        operation: 'Read',
      },
    },
  ],
  contracts: {
    steps: [
      step('OrderPlaced', { mode: 'BACKWARD_TRANSITIVE', setsMode: true }),
      step('OrderCancelled', { mode: 'FULL', modeBefore: 'NONE', setsMode: true, id: 4 }),
      step('StockAdjusted', { mode: 'FULL', modeBefore: 'FULL', setsMode: false, id: 5 }),
    ],
    check: { ...checked, open: [...blocking, ...standing] },
    ...{ blocking, standing },
  },
  byHand: [{ about: 'topic retail.payments', problem: 'has 3 partitions, not 6', fix: 'Change its definition.' }],
  notes: [{ about: 'topic retail.orders.payments.retry.5s', detail: 'is no longer in the policy of its group' }],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-topics-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content = '{}'): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function run(...args: readonly string[]) {
  const printed = { stdout: '', stderr: '' };
  const exitCode = await runCli(['topics', ...args], {
    workingDir: folder,
    env: {},
    stdout: (text) => (printed.stdout += text),
    stderr: (text) => (printed.stderr += text),
  });
  return { exitCode, ...printed };
}

describe('a plan of topics', () => {
  it('is shown as a table, in the order in which it is applied', () => {
    expectGolden(join(import.meta.dirname, 'golden/plan.table.golden'), planScreen(planRows(plan)));
  });

  it('is empty when there is nothing to do', () => {
    expect(planScreen([])).toBe('');
  });
});

describe('spillway topics', () => {
  it('apply without a terminal names the flag, before it asks anything', async () => {
    const { exitCode, stderr } = await run('apply');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('add --yes');
  });

  it('says what is wrong with manifests', async () => {
    expect(await run('plan')).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^SPW-3020 {2}There is no/) });
    write('spillway.manifest.json');
    expect((await run('plan')).stderr).toMatch(/^SPW-3020 {2}spillway\.manifest\.json: \/app /);
    expect((await run('plan', '--manifest', 'gone.json')).stderr).toContain('gone.json cannot be read');
  });

  it('finds the manifest of the app it stands in, or those of all apps', () => {
    const [one, other] = [write('apps/a/spillway.manifest.json'), write('apps/b/spillway.manifest.json')];
    write('apps/c/package.json');
    expect(findManifests(folder)).toEqual([one, other]);
    expect(findManifests(join(folder, 'libs', 'x'))).toEqual([one, other]);
    expect(findManifests(dirname(one))).toEqual([one]);
    expect(findManifests(folder, ['apps/b/spillway.manifest.json'])).toEqual([other]);
    expect(findManifests(tmpdir())).toEqual([]);
  });
});
