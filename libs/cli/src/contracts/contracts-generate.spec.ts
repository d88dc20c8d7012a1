import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from '../program/run-cli.js';
import { ContractsCheckout } from '../spec-support/contracts-checkout.js';
import { expectGolden } from '../spec-support/golden.js';
import { orderCancelled, orderLine, orderPlaced, stockAdjusted } from '../spec-support/sample-contracts.js';

const golden = (name: string): string => join(import.meta.dirname, 'golden', `${name}.golden`);
let checkout: ContractsCheckout;
afterEach(() => checkout[Symbol.dispose]());

describe('spillway contracts generate', () => {
  const placed = 'out/retail/orders/order-placed.ts';
  beforeEach(() => {
    checkout = new ContractsCheckout();
    for (const files of [orderLine('int', 4), orderPlaced(['web']), orderCancelled(), stockAdjusted()]) {
      for (const [path, record] of Object.entries(files)) {
        const fields = record.fields.map((field) => ({ ...field, doc: 'A field.' }));
        checkout.write(path, { ...record, fields });
      }
    }
  });

  it('writes types, says when they are out of date, and removes what has no contract', async () => {
    const first = await checkout.run(['generate', '--out', 'out']);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expectGolden(golden('generate'), first.stdout);
    const text = readFileSync(join(checkout.folder, placed), 'utf8');
    expect(text).toContain("import type { AvroSchema } from '@spillway/events';");
    expect(text).toContain("  readonly channel: 'web';");
    expect(await checkout.run(['generate', '--out', 'out', '--check'])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'Everything is up to date.\n',
    });
    checkout.remove('schemas/retail/orders/stock-adjusted');
    checkout.write(placed, text.replace('web', 'shop'));
    const check = await checkout.run(['generate', '--out', 'out', '--check']);
    expect(check.exitCode).toBe(3);
    expectGolden(golden('generate.check'), check.stdout);
    await checkout.run(['generate', '--out', 'out']);
    expect((await checkout.run(['generate', '--out', 'out', '--check'])).exitCode).toBe(0);
  });

  it('removes nothing that it has not written', async () => {
    checkout.write('src/main.ts', 'start();\n');
    const { exitCode, stderr } = await checkout.run(['generate', '--out', 'src']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('src/main.ts was not generated: give --out a folder of its own.');
    expect(readFileSync(join(checkout.folder, 'src/main.ts'), 'utf8')).toBe('start();\n');
  });

  it.each(['src/main.ts', 'src/main.ts/below'])('says that %s is no folder to write to', async (out) => {
    checkout.write('src/main.ts', 'start();\n');
    const { exitCode, stderr } = await checkout.run(['generate', '--out', out]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`SPW-1031  ${out} cannot be used: ENOTDIR`)]);
  });

  it('makes in this repository what npm run generate makes', async () => {
    const root = join(import.meta.dirname, '../../../..');
    const args = [
      'generate',
      '--out',
      'libs/events/src/generated',
      '--schema-type',
      '../definitions/event-definition.js',
      '--check',
    ];
    const context = { workingDir: root, env: {}, stdout: () => {}, stderr: () => {} };
    expect(await runCli(['contracts', ...args], context)).toBe(0);
  });

  it.each(['../out', '.'])('writes nothing the second time where --out is %s', async (out) => {
    mkdirSync(join(checkout.folder, 'inside'));
    const args = ['generate', '--schemas', '../schemas', '--out', out];
    expect(await checkout.run(args, {}, 'inside')).toMatchObject({ exitCode: 0, stderr: '' });
    const again = await checkout.run([...args, '--check'], {}, 'inside');
    expect(again).toEqual({ exitCode: 0, stdout: '', stderr: 'Everything is up to date.\n' });
  });

  it('says where a contract has no form', async () => {
    checkout.write('schemas/retail/orders/stock-adjusted/StockAdjusted.avsc', {
      type: 'record',
      name: 'StockAdjusted',
      namespace: 'retail.orders',
      fields: [{ name: 'by', type: { type: 'long', logicalType: 'date' }, doc: 'When.' }],
    });
    const { exitCode, stderr } = await checkout.run(['generate', '--out', 'out']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'StockAdjusted.avsc:8:15 has a logical type that cannot be used: date on long is not well formed',
    );
  });

  it('writes definitions, the table of all and examples, and knows them for its own', async () => {
    checkout.write('schemas/retail/orders/stock-adjusted/StockAdjusted.avsc', {
      type: 'record',
      name: 'StockAdjusted',
      namespace: 'retail.orders',
      'spillway.key': 'by',
      fields: [{ name: 'by', type: 'string', doc: 'Who.' }],
    });
    const made = await checkout.run(['generate', '--out', 'out', '--examples']);
    for (const file of ['stock-adjusted.event.ts', 'stock-adjusted.example.json', 'order-placed.example.json']) {
      expect(made.stdout).toContain(`out/retail/orders/${file} (missing)\n`);
    }
    expect(made.stdout).toContain('out/events.ts (missing)\n');
    expect((await checkout.run(['generate', '--out', 'out', '--examples', '--check'])).exitCode).toBe(0);
    const without = await checkout.run(['generate', '--out', 'out']);
    expect(without.exitCode).toBe(0);
    expect(without.stdout).toContain('out/retail/orders/stock-adjusted.example.json (not generated any more)\n');
  });
});
