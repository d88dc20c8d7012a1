import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defineEvent, defineSharedType, type AvroSchema, type EventDefinition } from '@spillway/events';
import { logManifest, memoryTransport, type AppManifest } from '@spillway/streaming';
import { openRegistry } from '../contracts/open-registry.js';
import { SmallRegistry } from '../spec-support/small-registry.js';
import { planRows } from './plan-rows.js';
import { applySystem, planSystem } from './system-plan.js';

const record = (name: string, fields: readonly object[], more: object = {}) =>
  ({ type: 'record', name, namespace: 'shop', ...more, fields }) as unknown as AvroSchema;
const line = (...more: readonly object[]) => record('Line', [{ name: 'sku', type: 'string' }, ...more]);
const placed = (lineSchema: AvroSchema, ...more: readonly object[]) =>
  defineEvent<unknown>({
    topic: 'shop.orders',
    schema: record('Placed', [{ name: 'line', type: lineSchema }, ...more]),
    references: [defineSharedType({ schema: lineSchema })],
    subjectStrategy: 'RecordName',
    key: () => '',
  });
const required = { name: 'note', type: 'string' };

function appWith({ type, topic, subject, schema, references }: EventDefinition): AppManifest {
  const event = { type, topic, subject, schema, references };
  // As a file has it: shared types are no longer one object.
  return JSON.parse(
    JSON.stringify({
      app: 'shop',
      groups: [],
      events: [event],
      log: logManifest('shop', { publishes: [event as never] }, []),
    }),
  ) as AppManifest;
}

let small: SmallRegistry;
beforeEach(() => void (small = new SmallRegistry()));
afterEach(() => small[Symbol.asyncDispose]());

describe('the plan of topics, as to contracts', () => {
  const system = async () => ({
    admin: memoryTransport().admin(),
    registry: await openRegistry({ registryUrl: await small.start(), env: {} }),
  });
  const actions = (rows: ReturnType<typeof planRows>): readonly string[] =>
    rows.filter(({ action }) => action !== 'note').map(({ action, resource }) => `${action} ${resource}`);

  it('registers shared types in their subjects, once', async () => {
    const parts = await system();
    const before = await planSystem([appWith(placed(line()))], parts, []);
    expect(actions(planRows(before))).toEqual([
      'set mode subject shop.Line',
      'register subject shop.Line',
      'set mode subject shop.Placed',
      'register subject shop.Placed',
    ]);
    await applySystem(before, parts);
    expect(small.subjects.get('shop.Placed')!.versions[0]!.references).toHaveLength(1);
    expect(actions(planRows(await planSystem([appWith(placed(line()))], parts, [])))).toEqual([]);
  });

  it.each([
    ['an enum', { type: 'enum', name: 'Channel', namespace: 'shop', symbols: ['web'] }],
    ['a fixed', { type: 'fixed', name: 'Digest', namespace: 'shop', size: 4 }],
  ])('registers a shared type that is no record: %s', async (_, shared) => {
    const parts = await system();
    const plan = await planSystem([appWith(placed(shared as AvroSchema))], parts, []);
    expect(planRows(plan).filter(({ action }) => action === 'breaks')).toEqual([]);
    await applySystem(plan, parts);
    expect(actions(planRows(await planSystem([appWith(placed(shared as AvroSchema))], parts, [])))).toEqual([]);
    expect([...small.subjects.keys()].toSorted()).toEqual([`shop.${shared.name}`, 'shop.Placed']);
  });

  it('says what a change of a shared enum breaks', async () => {
    const channel = (...symbols: readonly string[]) =>
      ({ type: 'enum', name: 'Channel', namespace: 'shop', symbols }) as AvroSchema;
    const parts = await system();
    await applySystem(await planSystem([appWith(placed(channel('web', 'shop')))], parts, []), parts);
    const { open } = (await planSystem([appWith(placed(channel('web')))], parts, [])).contracts.check;
    expect(open.map(({ rule, contracts }) => [rule, ...contracts])).toEqual([
      ['ENUM_SYMBOL_REMOVED', 'shop.Channel'],
      ['ENUM_SYMBOL_REMOVED', 'shop.Placed'],
    ]);
  });

  it.each([
    ['an event', placed(line(), required), ['shop.Placed']],
    ['a shared type', placed(line(required)), ['shop.Line', 'shop.Placed']],
  ])('says what a change of %s breaks, by the rules and suppressions of push', async (_, changed, contracts) => {
    const parts = await system();
    await applySystem(await planSystem([appWith(placed(line()))], parts, []), parts);
    const plan = await planSystem([appWith(changed)], parts, []);
    const { open } = plan.contracts.check;
    expect(open.flatMap((finding) => finding.contracts).toSorted()).toEqual(contracts);
    expect(planRows(plan)[0]).toMatchObject({
      action: 'breaks',
      detail: expect.stringMatching(/^FIELD_ADDED_WITHOUT_DEFAULT shop\./),
    });
    const reasons = open.map(({ rule, path }) => ({ rule, path, reason: 'nobody reads it' }));
    expect(actions(planRows(await planSystem([appWith(changed)], parts, reasons))).join()).not.toContain('breaks');
  });

  it('holds nothing up for what is registered already, and names it', async () => {
    const parts = await system();
    await applySystem(await planSystem([appWith(placed(line()))], parts, []), parts);
    const changed = [appWith(placed(line(), required))];
    const reasons = [
      { rule: 'FIELD_ADDED_WITHOUT_DEFAULT', path: 'shop.Placed.note', reason: 'nobody reads it' } as const,
    ];
    await applySystem(await planSystem(changed, parts, reasons), parts);
    const standing = await planSystem(changed, parts, []);
    expect(actions(planRows(standing))).toEqual([]);
    expect(planRows(standing)).toContainEqual({
      ...{ action: 'note', resource: 'contract shop.Placed' },
      detail: expect.stringMatching(/^registered already as it is. FIELD_ADDED_WITHOUT_DEFAULT shop\./),
    });
    // The mode is what later versions are asked: set anew it is asked now.
    small.subjects.get('shop.Placed')!.mode = 'NONE';
    expect(actions(planRows(await planSystem(changed, parts, [])))).toEqual([
      'breaks contract shop.Placed',
      'set mode subject shop.Placed',
    ]);
  });
});
