import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractsCheckout } from '../spec-support/contracts-checkout.js';
import { SmallRegistry } from '../spec-support/small-registry.js';
import { stockAdjusted } from '../spec-support/sample-contracts.js';

const name = 'retail.orders.StockAdjusted';
const [[path, contract]] = Object.entries(stockAdjusted()) as [[string, ReturnType<typeof stockAdjusted>[never]]];
const withField = (field: string, more: object = {}) => {
  const { fields, ...rest } = contract as { readonly fields: readonly object[] };
  return { ...rest, fields: [...fields, { name: field, type: 'string', ...more }] };
};

let checkout: ContractsCheckout;
let registry: SmallRegistry;
let url: string;

beforeEach(async () => {
  checkout = new ContractsCheckout();
  checkout.write(path, contract);
  registry = new SmallRegistry();
  url = await registry.start();
});
afterEach(async () => {
  checkout[Symbol.dispose]();
  await registry[Symbol.asyncDispose]();
});

const check = (...args: readonly string[]) =>
  checkout.run(['check', '--against', 'registry', ...args], {
    SPILLWAY_REGISTRY_URL: url,
    SPILLWAY_URL: 'http://other',
  });

describe('spillway contracts check --against registry', () => {
  it.each([name, `retail.orders-${name}`, `any-topic-of-all-${name}`, 'retail.orders-value'])(
    'compares with every version of the subject %s',
    async (subject) => {
      registry.register(subject, withField('a'));
      registry.register(subject, contract);
      checkout.write(path, withField('b'));
      const { exitCode, stdout, stderr } = await check();
      expect(exitCode).toBe(3);
      expect(stdout).toContain('FIELD_ADDED_WITHOUT_DEFAULT  retail.orders.StockAdjusted.b\n');
      expect(stdout).toContain(`asked: BACKWARD_TRANSITIVE against ${subject} v1, ${subject} v2 for ${name}\n`);
      expect(stderr).toBe('1 contract compared with registry: 1 problem in 1 file.\n');
    },
  );

  it('leaves subjects of others alone, alike as their names may be', async () => {
    for (const subject of ['other-value', `${name}Again`, `x${name}`, `t-${name}-value`]) {
      registry.register(subject, { type: 'record', name: 'Other', fields: [{ name: 'x', type: 'int' }] });
    }
    expect(await check()).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '0 contracts compared with registry, 1 new: no problem.\n',
    });
  });

  it('leaves what others have there alone, even where it is no contract', async () => {
    registry.register('billing-value', {
      ...{ type: 'record', name: 'Bill' },
      fields: [{ name: 'x', type: 'int', default: 'none' }],
    });
    registry.register('types-value', ['null', 'string']);
    registry.register('lost-value', { type: 'record', name: 'Lost', fields: [{ name: 'x', type: 'unknown.Type' }] });
    expect(await check()).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('asks in the mode of the subject, unless the contract or a flag says another', async () => {
    registry.register(name, withField('a'), 'FORWARD');
    const forward = await check();
    expect(forward.stdout).toMatch(/FIELD_REMOVED_WITHOUT_DEFAULT.*\.a\n/);
    expect((await check('--mode', 'BACKWARD')).exitCode).toBe(0);
    checkout.write(path, { ...(contract as object), 'spillway.compatibility': 'FULL' });
    expect((await check()).stdout).toContain(`asked: FULL against ${name} v1`);
  });

  it('lets no contract excuse itself from what its subject asks, unless somebody gives a reason', async () => {
    registry.register(name, contract, 'BACKWARD');
    checkout.write(path, { ...(withField('a') as object), 'spillway.compatibility': 'NONE' });
    const { exitCode, stdout } = await check();
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/COMPATIBILITY_WEAKENED {2}retail\.orders\.StockAdjusted\n.*: BACKWARD → NONE\./);
    const suppressions = [{ rule: 'COMPATIBILITY_WEAKENED', path: name, reason: 'it is not in use yet' }];
    checkout.write('schemas/suppressions.json', { suppressions });
    expect(await check()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('has the mode NONE') });
    // Once the subject asks no more, nothing is weakened.
    checkout.remove('schemas/suppressions.json');
    registry.subjects.get(name)!.mode = 'NONE';
    expect((await check()).exitCode).toBe(0);
  });

  it('finds another topic and key where the registered schema says which it had', async () => {
    const at = (topic: string, key: string) => ({
      ...(contract as object),
      ...{ 'spillway.topic': topic, 'spillway.key': key },
    });
    registry.register(`retail.stock-${name}`, at('retail.stock', 'stockCode'));
    checkout.write(path, at('retail.goods', 'reason'));
    const { exitCode, stdout } = await check();
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(
      /TOPIC_CHANGED[^]*: retail\.stock → retail\.goods\.[^]*KEY_CHANGED[^]*: stockCode → reason\./,
    );
    registry.subjects.clear();
    registry.register(name, contract);
    expect((await check()).exitCode).toBe(0);
  });

  it('goes by what the subject says that the contract has now, whatever older ones say', async () => {
    const at = (topic: string) => ({ ...(contract as object), 'spillway.topic': topic });
    registry.register(`z.older-${name}`, at('z.older'), 'NONE');
    registry.register(`retail.stock-${name}`, at('retail.stock'), 'BACKWARD');
    registry.register(`a.older-${name}`, at('a.older'), 'NONE');
    checkout.write(path, at('retail.stock'));
    expect(await check()).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('has the mode NONE') });
    checkout.write(path, at('retail.goods'));
    expect((await check()).stdout).toMatch(/TOPIC_CHANGED[^]*: a\.older → retail\.goods\./);
  });

  it('says which subjects ask nothing', async () => {
    registry.register(name, withField('a'), 'NONE');
    const { exitCode, stderr } = await check();
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`${name} has the mode NONE: nothing is asked of it.\n`);
  });

  it('takes the registry that the flag names before that of the environment', async () => {
    registry.register(name, withField('a', { default: '' }));
    const { exitCode } = await checkout.run(['check', '--against', 'registry', '--registry-url', url], {
      SPILLWAY_REGISTRY_URL: 'http://127.0.0.1:1',
    });
    expect(exitCode).toBe(0);
  });

  it.each([
    ['says yes to everything with status 200', 200, 'application/json', '{"is_compatible":true}'],
    ['says no with status 409', 409, 'application/json', '{"error_code":409,"message":"incompatible"}'],
    ['is a page', 200, 'text/html', '<h1>Welcome</h1>'],
    ['fails', 500, 'application/json', '{"error_code":50001,"message":"backend"}'],
    ['wants credentials', 401, 'application/json', '{"error_code":40101,"message":"unauthorized"}'],
    ['knows no such path', 404, 'text/plain', 'not found'],
  ])('fails, and judges nothing, when what answers %s', async (_what, status, type, body) => {
    registry.register(name, contract);
    registry.answer = { status, type, body };
    const { exitCode, stdout, stderr } = await check();
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^SPW-3003 {2}The schema registry gave no usable answer/);
  });

  it('fails when a version there is no Avro schema', async () => {
    registry.register(name, { type: 'record', name: 'StockAdjusted', namespace: 'retail.orders' });
    const { exitCode, stderr } = await check();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^SPW-3008 {2}retail\.orders\.StockAdjusted v1: the schema needs a list of fields\./);
  });

  it('never asks a registry whether a change is compatible', async () => {
    registry.register(name, contract);
    await check();
    expect(registry.asked.filter((asked) => !asked.startsWith('GET ') || asked.includes('compatibility'))).toEqual([]);
  });
});
