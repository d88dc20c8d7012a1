import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractsCheckout } from '../../libs/cli/src/spec-support/contracts-checkout.js';
import { orderCancelled, orderLine, orderPlaced } from '../../libs/cli/src/spec-support/sample-contracts.js';
import { read } from '../support/source-files.js';

const guide = read('docs/guides/change-a-contract.md');
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(guide.replace(/^```(?:sh|yaml)\n.*?^```$/gms, ''))![1]!;

let checkout: ContractsCheckout;
const write = (...versions: readonly Readonly<Record<string, unknown>>[]): void => {
  for (const files of versions) for (const [path, content] of Object.entries(files)) checkout.write(path, content);
};
const path = 'schemas/retail/orders/made/Made.avsc';
const symbols = ['A', 'B'];
const enumOf = (names: readonly string[], more: object = {}) => ({
  type: 'enum',
  name: 'Kind',
  symbols: names,
  ...more,
});
const made = (fields: readonly object[], more: object = {}) => ({
  [path]: { type: 'record', name: 'Made', namespace: 'retail.orders', fields, ...more },
});
const field = (type: unknown, more: object = {}) => ({ name: 'f', type, ...more });
const withDefault = { default: 'A' };

beforeEach(() => {
  checkout = new ContractsCheckout();
});
afterEach(() => checkout[Symbol.dispose]());

describe('the guide to changing a contract', () => {
  it.each([
    ['a field added with a default', made([]), made([field('string', { default: '' })])],
    ['an optional field added', made([]), made([field(['null', 'string'], { default: null })])],
    ['a field removed', made([field('string')]), made([])],
    ['a field renamed', made([field('int')]), made([{ name: 'g', type: 'int', aliases: ['f'] }])],
    ['a number widened', made([field('int')]), made([field('double')])],
    [
      'a symbol added',
      made([field(enumOf(symbols, withDefault))]),
      made([field(enumOf([...symbols, 'C'], withDefault))]),
    ],
    ['a symbol removed', made([field(enumOf(symbols, withDefault))]), made([field(enumOf(['A'], withDefault))])],
    [
      'a new field beside the old',
      made([field('int')]),
      made([field('int'), { name: 'g', type: 'string', default: '' }]),
    ],
  ])('is right that these survive: %s', async (_what, older, newer) => {
    write(older);
    checkout.commit();
    write(newer);
    expect(await checkout.run(['check'])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('is right that older readers take a new symbol for the default, once they have one', async () => {
    write(made([field(enumOf(symbols, withDefault))]));
    checkout.commit();
    write(made([field(enumOf([...symbols, 'C'], withDefault))]));
    expect((await checkout.run(['check', '--mode', 'FULL'])).exitCode).toBe(0);
  });

  it('shows the screen as it is, and a suppression that works', async () => {
    write(orderLine('long', 4), orderPlaced(['web', 'phone', 'shop']), orderCancelled());
    checkout.commit();
    write(orderLine('int', 2));
    const { stdout } = await checkout.run(['check', '--against', 'git:main']);
    expect(stdout).toContain(block(''));
    checkout.write('schemas/suppressions.json', block('json'));
    const { stderr } = await checkout.run(['check', '--against', 'git:main']);
    expect(stderr).toBe('2 contracts compared with git:main: 1 problem in 1 file, 1 suppressed.\n');
  });

  it('is right about the one suppression that a contract with an upcaster needs', async () => {
    const placed = (type: string, more: object = {}) => ({
      'schemas/retail/orders/order-placed/OrderPlaced.avsc': {
        ...{ type: 'record', name: 'OrderPlaced', namespace: 'retail.orders', ...more },
        fields: [{ name: 'price', type }],
      },
    });
    write(placed('int'));
    checkout.commit();
    write(placed('string', { 'spillway.compatibility': 'NONE' }));
    expect((await checkout.run(['check'])).exitCode).toBe(3);
    const section = guide.slice(guide.indexOf('## What only code can read'));
    checkout.write('schemas/suppressions.json', /```json\n(.*?)```/s.exec(section)![1]!);
    expect(await checkout.run(['check'])).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/no problem, 1 suppressed\.\n.*has the mode NONE: nothing is asked of it\.\n$/),
    });
  });
});
