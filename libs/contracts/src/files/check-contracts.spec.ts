import { describe, expect, it } from '@jest/globals';
import type { CompatibilityMode } from '@spillway/events';
import { arrayOf, field, record } from '../../../../test/support/avro-verdicts/build-schema.js';
import { attributesInForce } from './attributes-in-force.js';
import { checkContracts } from './check-contracts.js';
import type { Past, PastContract } from './past.js';
import { readContracts } from './read-contracts.js';
import { suppress } from './suppress.js';

type Fields = readonly Readonly<Record<string, unknown>>[];
const inOrders = { namespace: 'retail.orders' };

const file = (folder: string, name: string, fields: Fields, more: object = {}) => {
  const path = `retail/orders/${folder}${name}.avsc`;
  return { path, shownAs: path, text: JSON.stringify(record(name, fields, { ...inOrders, ...more }), null, 2) };
};
const placed = (fields: Fields, more: object = {}) => file('order-placed/', 'OrderPlaced', fields, more);
const lines = [field('lines', arrayOf('OrderLine'))];
const line = (...fields: Fields) => file('', 'OrderLine', fields);

function past(
  versions: readonly ReturnType<typeof file>[][],
  more: Partial<Past> & { mode?: CompatibilityMode } = {},
): Past {
  const contracts = new Map<string, { versions: { label: string; schema: never }[]; mode?: CompatibilityMode }>();
  for (const [index, files] of versions.entries()) {
    for (const { fullName, type, kind } of readContracts(files).contracts) {
      if (kind === 'shared') continue;
      const known = contracts.get(fullName) ?? { versions: [], mode: more.mode };
      known.versions.push({ label: `v${index + 1}`, schema: type as never });
      contracts.set(fullName, known);
    }
  }
  return { label: 'git:main', isWhole: true, ...more, contracts };
}

/** `rule file:line:column path [contracts] against mode` of each finding. */
function findings(proposed: readonly ReturnType<typeof file>[], before: Past, mode?: CompatibilityMode) {
  const { findings: found } = checkContracts(readContracts(proposed), before, mode);
  return found.map(
    (one) =>
      `${one.rule} ${one.file}:${one.line}:${one.column} ${one.path} [${one.contracts.map((name) => name.split('.').at(-1)).join()}] ${one.against.join()} ${one.mode}`,
  );
}

/** `rule line:column detail`, against what the files of a branch say. */
function moves(proposed: readonly ReturnType<typeof file>[], older: readonly ReturnType<typeof file>[]) {
  const before = readContracts(older).contracts.filter(({ subject }) => subject !== undefined);
  const known = before.map((contract) => {
    const versions = [{ label: 'git:main', schema: contract.type }];
    return [contract.fullName, { versions, attributes: attributesInForce(contract) }] as const;
  });
  const { findings: found } = checkContracts(readContracts(proposed), {
    ...{ label: 'git:main', isWhole: true },
    contracts: new Map(known),
  });
  return found.map(({ rule, line: row, column, detail }) => `${rule} ${row}:${column} ${detail}`);
}

const n = field('n', 'int');
const orderPlaced = 'retail/orders/order-placed/OrderPlaced.avsc';

describe('checking contracts', () => {
  it('says which are new and which were compared', () => {
    const before = past([[placed([])]]);
    const check = checkContracts(readContracts([placed([]), file('other/', 'Other', [])]), before);
    const expected = { added: ['retail.orders.Other'], compared: ['retail.orders.OrderPlaced'] };
    expect(check).toEqual({ ...expected, unasked: [], findings: [] });
    expect(checkContracts(readContracts([placed([])]), before, 'NONE').unasked).toEqual(expected.compared);
  });

  it('finds what a shared record breaks, once, where it is written, for all who share it', () => {
    const cancelled = file('order-cancelled/', 'OrderCancelled', lines);
    const before = past([[placed(lines), cancelled, line()]]);
    expect(findings([placed(lines), cancelled, line(n)], before)).toEqual([
      'FIELD_ADDED_WITHOUT_DEFAULT retail/orders/OrderLine.avsc:6:5 retail.orders.OrderLine.n [OrderCancelled,OrderPlaced] v1 BACKWARD_TRANSITIVE',
    ]);
  });

  it('asks in the mode that is given, else the contract’s own, else the past’s, else against all versions', () => {
    const versions = [[placed([])], [placed([n])]];
    const against = (mode?: CompatibilityMode, own?: CompatibilityMode, pasts?: CompatibilityMode) =>
      findings([placed([n], own && { 'spillway.compatibility': own })], past(versions, { mode: pasts }), mode).length;
    expect(against()).toBe(1);
    expect(against('BACKWARD')).toBe(0);
    expect(against(undefined, 'BACKWARD', 'BACKWARD')).toBe(0);
    expect(against(undefined, undefined, 'BACKWARD')).toBe(0);
    expect(against(undefined, 'FULL_TRANSITIVE', 'NONE')).toBe(1);
    expect(against('NONE', 'FULL_TRANSITIVE')).toBe(0);
  });

  it('finds that a contract asks less than was asked of it, whatever mode is given', () => {
    const asking = (own: CompatibilityMode) => [placed([n], { 'spillway.compatibility': own })];
    const weakened = (from: string, to: string) => [
      `COMPATIBILITY_WEAKENED ${orderPlaced}:11:29 retail.orders.OrderPlaced (${from} → ${to}) git:main`,
    ];
    const found = (own: CompatibilityMode, pasts?: CompatibilityMode, mode?: CompatibilityMode) =>
      checkContracts(readContracts(asking(own)), past([[placed([])]], { mode: pasts }), mode).findings.map(
        ({ rule, file: at, line: row, column, path, detail, against }) =>
          `${rule} ${at}:${row}:${column} ${path} (${detail}) ${against.join()}`,
      );
    expect(found('NONE')).toEqual(weakened('BACKWARD_TRANSITIVE', 'NONE'));
    expect(found('FORWARD')).toEqual(weakened('BACKWARD_TRANSITIVE', 'FORWARD'));
    expect(found('FORWARD', 'FULL', 'NONE')).toEqual(weakened('FULL', 'FORWARD'));
    expect(found('NONE', 'NONE')).toEqual([]);
    expect(found('FORWARD_TRANSITIVE', 'FORWARD')).toEqual([]);
    expect(checkContracts(readContracts(asking('NONE')), past([])).findings).toEqual([]);
  });

  it('finds that a contract asks no longer what it did, and leaves alone what others have set', () => {
    const [[name, { versions }]] = [...past([[placed([])]]).contracts] as [[string, PastContract]];
    const weakened = (before: Omit<PastContract, 'versions'>, own?: CompatibilityMode) => {
      const proposed = readContracts([placed([], own && { 'spillway.compatibility': own })]);
      const contracts = new Map([[name, { versions, ...before }]]);
      const { findings: found } = checkContracts(proposed, { label: 'registry', isWhole: false, contracts });
      return found.map(({ rule, line: row, column, detail }) => `${rule} ${row}:${column} ${detail}`);
    };
    const attributes = { compatibility: 'FULL' } as const;
    const less = ['COMPATIBILITY_WEAKENED 1:1 FULL → BACKWARD_TRANSITIVE'];
    expect(weakened({ mode: 'FULL', attributes })).toEqual(less);
    expect(weakened({ attributes })).toEqual(less);
    expect(weakened({ mode: 'FULL' })).toEqual([]);
    // What a registration sets is asked by then.
    expect(weakened({ mode: 'BACKWARD_TRANSITIVE', modeWhenSilent: 'BACKWARD_TRANSITIVE', attributes })).toEqual(less);
    expect(weakened({ mode: 'FULL_TRANSITIVE', modeWhenSilent: 'FULL_TRANSITIVE', attributes })).toEqual([]);
    // No mode is set, and it asks what it did.
    expect(weakened({ attributes }, 'FULL')).toEqual([]);
  });

  it.each([
    ['another topic', { 'spillway.topic': 'retail.sales' }, ['TOPIC_CHANGED 16:21 retail.orders → retail.sales']],
    ['the topic it has anyway', { 'spillway.topic': 'retail.orders' }, []],
    ['another key', { 'spillway.key': 'm' }, ['KEY_CHANGED 15:19 n → m']],
    ['no key any more', { 'spillway.key': undefined }, ['KEY_CHANGED 1:1 n → none']],
    [
      'another name for its subject',
      { 'spillway.subjectStrategy': 'RecordName' },
      ['SUBJECT_CHANGED 16:31 TopicRecordName → RecordName'],
    ],
  ])('finds that an event goes elsewhere: %s', (_what, more, expected) => {
    const event = (attributes: object) => placed([n, field('m', 'int')], { 'spillway.key': 'n', ...attributes });
    expect(moves([event(more)], [event({})])).toEqual(expected);
  });

  it('takes a key by another name for the same, and a first one for what the code did before', () => {
    const renamed = placed([field('k', 'int', { aliases: ['n'] })], { 'spillway.key': 'k' });
    expect(moves([renamed], [placed([n], { 'spillway.key': 'n' })])).toEqual([]);
    expect(moves([placed([n], { 'spillway.key': 'n' })], [placed([n])])).toEqual([]);
  });

  it('finds a shared record under another subject, or none', () => {
    const named = (subject?: string) => file('', 'OrderLine', [], { 'spillway.subject': subject });
    expect(moves([named('b')], [named('a')])).toEqual(['SUBJECT_CHANGED 6:23 a → b']);
    expect(moves([named()], [named('a')])).toEqual(['SUBJECT_CHANGED 1:1 a → none']);
    expect(moves([named('a')], [named()])).toEqual([]);
  });

  it('follows a contract to its older names', () => {
    const renamed = file('order-made/', 'OrderMade', [n], { aliases: ['OrderPlaced'] });
    expect(findings([renamed], past([[placed([])]]))).toEqual([
      'FIELD_ADDED_WITHOUT_DEFAULT retail/orders/order-made/OrderMade.avsc:6:5 retail.orders.OrderMade.n [OrderMade] v1 BACKWARD_TRANSITIVE',
    ]);
  });

  it('finds a contract that is gone, unless the past may hold others’, or a file is unreadable', () => {
    const before = [[placed([])]];
    const gone = [`CONTRACT_REMOVED ${orderPlaced}:1:1 retail.orders.OrderPlaced [OrderPlaced] v1 undefined`];
    expect(findings([], past(before))).toEqual(gone);
    expect(findings([], past(before, { isWhole: false }))).toEqual([]);
    expect(findings([{ ...placed([]), text: '{' }], past(before))).toEqual([
      `SCHEMA_INVALID ${orderPlaced}:1:2 ${orderPlaced} [] `.concat(' undefined'),
    ]);
  });

  it('takes out what is lived with, by rule and path, and says what is no longer needed', () => {
    const { findings: found } = checkContracts(readContracts([placed([n, field('m', 'int')])]), past([[placed([])]]));
    const suppression = (path: string) => ({
      rule: 'FIELD_ADDED_WITHOUT_DEFAULT' as const,
      path,
      reason: 'nobody reads it yet',
    });
    const known = [suppression('retail.orders.OrderPlaced.n'), suppression('retail.orders.OrderPlaced.x')];
    const { open, suppressed, unused } = suppress(found, [...known, { ...known[0]!, rule: 'TYPE_CHANGED' }]);
    expect(open.map(({ path }) => path)).toEqual(['retail.orders.OrderPlaced.m']);
    expect(suppressed).toMatchObject([{ path: known[0]!.path, suppressedBecause: 'nobody reads it yet' }]);
    expect(unused.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'FIELD_ADDED_WITHOUT_DEFAULT retail.orders.OrderPlaced.x',
      'TYPE_CHANGED retail.orders.OrderPlaced.n',
    ]);
  });
});
