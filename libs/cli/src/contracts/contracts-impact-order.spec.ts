import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppManifest } from '@spillway/streaming';
import { rootDir } from '../../../../tools/setup/paths.mjs';
import { ContractsCheckout } from '../spec-support/contracts-checkout.js';

interface Field {
  readonly name: string;
}

interface Found {
  readonly rules: readonly { readonly rule: string }[];
}

const declined = 'retail.payments.PaymentDeclined';
const placed = 'retail.orders.OrderPlaced';
const cancelled = 'retail.orders.OrderCancelled';
const fileOf = {
  [declined]: 'schemas/retail/payments/payment-declined/PaymentDeclined.avsc',
  [placed]: 'schemas/retail/orders/order-placed/OrderPlaced.avsc',
  [cancelled]: 'schemas/retail/orders/order-cancelled/OrderCancelled.avsc',
};

let checkout: ContractsCheckout;

// The apps and contracts of this repository.
beforeEach(() => {
  checkout = new ContractsCheckout();
  const manifests = ['audit', 'consumer', 'producer'].map((app) => `apps/${app}/spillway.manifest.json`);
  for (const path of ['schemas', ...manifests])
    cpSync(join(rootDir, path), join(checkout.folder, path), { recursive: true });
  checkout.commit();
});
afterEach(() => checkout[Symbol.dispose]());

const schemaOf = (type: keyof typeof fileOf) =>
  JSON.parse(readFileSync(join(rootDir, fileOf[type]), 'utf8')) as { readonly fields: readonly Field[] };

function change(type: keyof typeof fileOf, by: (fields: readonly Field[]) => readonly Field[]): void {
  const schema = schemaOf(type);
  checkout.write(fileOf[type], { ...schema, fields: by(schema.fields) });
}
const without = (name: string) => (fields: readonly Field[]) => fields.filter((field) => field.name !== name);
const withRequired = (name: string) => (fields: readonly Field[]) => [...fields, { name, type: 'string' }];

/** Lets an app have the contract of the cancelled order with these attributes. */
function pin(app: string, attributes: object): void {
  const path = `apps/${app}/spillway.manifest.json`;
  const manifest = JSON.parse(readFileSync(join(rootDir, path), 'utf8')) as AppManifest;
  const events = manifest.events.map((event) =>
    event.type === cancelled ? { ...event, schema: { ...(event.schema as object), ...attributes } } : event,
  );
  checkout.write(path, { ...manifest, events });
}

async function impact(...args: readonly string[]) {
  const run = (...more: readonly string[]) => checkout.run(['impact', '--without', 'registry', ...args, ...more]);
  const { stdout, ...rest } = await run('-o', 'json');
  const { contracts } = JSON.parse(stdout) as { readonly contracts: readonly Found[] };
  return { ...rest, contracts, screen: (await run()).stdout };
}

describe('the order of deployment in this repository', () => {
  it('ends with the app that publishes the event, and not with one that only has its schema', async () => {
    change(placed, without('country'));
    const { exitCode, contracts, screen } = await impact();
    expect(contracts).toMatchObject([
      {
        order: 'consumers-first',
        steps: [
          { role: 'consumers', apps: ['audit', 'consumer'] },
          { role: 'producers', apps: ['producer'] },
        ],
      },
    ]);
    expect(screen).toContain('consumers first: 1. audit and consumer, 2. whoever writes it (producer)\n');
    expect(screen).not.toContain('twice');
    expect(exitCode).toBe(0);
  });

  it('lets an app that writes what its own group reads take the contract first, and write by it later', async () => {
    change(declined, without('reason'));
    const { exitCode, contracts, screen } = await impact();
    expect(contracts).toMatchObject([
      {
        order: 'consumers-first',
        steps: [
          { role: 'consumers', apps: ['audit', 'consumer'] },
          { role: 'producers', apps: ['consumer'] },
        ],
      },
    ]);
    expect(screen).toContain(
      '   twice     consumer, in two deployments: it reads by the new contract first, and writes by the one before until its second step\n',
    );
    expect(exitCode).toBe(0);
  });

  it('is none for two contracts that ask for opposite ones, each right alone', async () => {
    checkout.write('schemas/suppressions.json', {
      suppressions: [
        { rule: 'FIELD_ADDED_WITHOUT_DEFAULT', path: `${placed}.by`, reason: 'old orders are handled before' },
      ],
    });
    change(placed, withRequired('by'));
    expect(await impact()).toMatchObject({ exitCode: 0, contracts: [{ order: 'producers-first', conflictsWith: [] }] });
    change(cancelled, without('country'));
    const { exitCode, contracts, screen, stderr } = await impact();
    expect(contracts).toMatchObject([
      { order: 'consumers-first', conflictsWith: [placed] },
      { order: 'producers-first', conflictsWith: [cancelled] },
    ]);
    expect(screen).toContain(`   conflict  with the order of ${placed}: bring them out one after the other\n`);
    expect(stderr).toContain(`No order suits all of ${cancelled}, ${placed}: bring them out one after the other.\n`);
    expect(exitCode).toBe(3);
  });
});

describe('an event that moves', () => {
  it('to another topic breaks the groups that get no more of it, and not those that ignore it', async () => {
    checkout.write(fileOf[cancelled], { ...schemaOf(cancelled), 'spillway.topic': 'retail.returns' });
    const { exitCode, contracts, screen } = await impact();
    expect(contracts).toMatchObject([
      {
        ...{ order: 'none', broken: ['audit', 'inventory', 'revenue'], breaks: true },
        rules: [{ rule: 'TOPIC_CHANGED', detail: 'retail.orders → retail.returns' }],
        groups: [{ group: 'audit' }, { group: 'inventory' }, { group: 'revenue' }, { group: 'payments', turn: 'any' }],
      },
    ]);
    expect(screen).toContain(`not read by what runs now: TOPIC_CHANGED ${cancelled}: retail.orders → retail.returns\n`);
    expect(exitCode).toBe(3);
  });

  it('to another group’s topic is nothing that this one handles', async () => {
    checkout.write(fileOf[cancelled], { ...schemaOf(cancelled), 'spillway.topic': 'retail.payments' });
    const { contracts } = await impact();
    expect(contracts).toMatchObject([{ order: 'none', broken: ['inventory', 'revenue'] }]);
  });

  it('to other partitions or another subject does not go through', async () => {
    checkout.write(fileOf[placed], { ...schemaOf(placed), 'spillway.key': 'invoiceNo' });
    checkout.commit();
    const other = { 'spillway.key': 'country', 'spillway.subjectStrategy': 'RecordName' };
    checkout.write(fileOf[placed], { ...schemaOf(placed), ...other });
    const { exitCode, contracts } = await impact();
    expect(contracts).toMatchObject([
      {
        breaks: true,
        rules: [
          { rule: 'KEY_CHANGED', detail: 'invoiceNo → country' },
          { rule: 'SUBJECT_CHANGED', detail: 'TopicRecordName → RecordName' },
        ],
      },
    ]);
    expect(exitCode).toBe(3);
  });

  it('is known by what the apps have, where no contracts stand beside them', async () => {
    const asks = { 'spillway.compatibility': 'FORWARD', 'spillway.key': 'invoiceNo' };
    for (const app of ['audit', 'consumer', 'producer']) pin(app, asks);
    const check = async (attributes: object) => {
      checkout.write(fileOf[cancelled], { ...schemaOf(cancelled), ...attributes });
      const { contracts } = await impact('--manifests', 'apps');
      return contracts[0]?.rules.map(({ rule }) => rule);
    };
    expect(await check({ ...asks, doc: 'Another.' })).toEqual([]);
    expect(await check({ ...asks, 'spillway.key': 'country' })).toEqual(['KEY_CHANGED']);
    expect(await check({ ...asks, 'spillway.compatibility': 'NONE' })).toEqual(['COMPATIBILITY_WEAKENED']);
  });
});
