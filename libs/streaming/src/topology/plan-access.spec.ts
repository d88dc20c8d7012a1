import { describe, expect, it } from '@jest/globals';
import { defineEvent } from '@spillway/events';
import { defineGroup } from '../group/group-definition.js';
import type { AppManifest } from '../manifest/app-manifest.js';
import { groupManifest } from '../manifest/group-manifest.js';
import { logManifest } from '../manifest/log-manifest.js';
import type { AccessRule } from '../ports/access-rule.js';
import { planAccess } from './plan-access.js';

const group = defineGroup('payments', {
  startFrom: 'beginning',
  topics: { orders: { ordering: 'key', retry: { delaysMs: [1_000] } } },
});
const schema = { type: 'record', name: 'Paid', fields: [] } as const;
const paid = defineEvent<unknown>({ topic: 'payments', schema, key: () => '' });
const manifest: AppManifest = {
  app: 'payments',
  groups: [groupManifest(group, [])],
  events: [{ type: 'Paid', topic: 'payments', subject: 's', schema }],
  log: logManifest('payments', { publishes: [paid], writes: ['other.things'] }, [group]),
};
const read = ['orders', 'orders.payments.retry.1s', 'orders.payments.dlq', 'payments'];
const audit: AppManifest = {
  app: 'audit',
  groups: [
    {
      group: 'audit',
      topics: read.map((topic) => {
        return { topic, ordering: 'partition', ignores: [], retryTopics: [], deadLetterTopic: null };
      }),
      handlers: [],
      unreadable: 'kept',
    },
  ],
  events: [],
  log: logManifest('audit', {}, []),
};

const plan = (
  rules: Parameters<typeof planAccess>[1]['rules'],
  manifests: readonly AppManifest[] = [manifest],
  names = ['orders'],
) => planAccess(manifests, { rules, partitions: new Map(names.map((name) => [name, 1])) });
const rulesOf = ({ changes }: ReturnType<typeof plan>): AccessRule[] =>
  changes.flatMap((change) => (change.type === 'allow' ? [change.rule] : []));
const shown = (rules: readonly AccessRule[]): string[] =>
  rules.map(
    ({ operation, resource, name, pattern }) => `${operation} ${resource} ${name}${pattern === 'prefixed' ? '*' : ''}`,
  );

describe('the plan of access', () => {
  it('lets an app write what it publishes, read what its groups read, and both on their own topics', () => {
    expect(shown(rulesOf(plan([])))).toEqual([
      'Write topic payments',
      'Write topic other.things',
      'Read group payments',
      'Read topic orders',
      ...['retry.1s', 'dlq'].flatMap((kind) =>
        ['Read', 'Write', 'DescribeConfigs'].map((operation) => `${operation} topic orders.payments.${kind}`),
      ),
    ]);
    expect(new Set(rulesOf(plan([])).map(({ principal }) => principal))).toEqual(new Set(['User:payments']));
  });

  it('counts a tier that is only drained among the group’s own', () => {
    const rules = shown(rulesOf(plan([], [manifest], ['orders', 'orders.payments.retry.5s'])));
    expect(rules).toContain('Read topic orders.payments.retry.5s');
  });

  it('lets a reader of a topic and of what lies below it read those, and nothing else below it', () => {
    expect(shown(rulesOf(plan([], [audit])))).toEqual([
      'Read group audit',
      ...read.map((topic) => `Read topic ${topic}`),
    ]);
  });

  it('adds nothing where everything is allowed, by these rules or by wider ones', () => {
    const wanted = rulesOf(plan([]));
    expect(plan(wanted)).toEqual({ changes: [], byHand: [], notes: [] });
    const all = { principal: 'User:payments', effect: 'allow', operation: 'All' } as const;
    const wider: AccessRule[] = [
      { ...all, resource: 'topic', pattern: 'prefixed', name: 'o' },
      { ...all, resource: 'topic', pattern: 'literal', name: 'payments' },
      { ...all, resource: 'group', pattern: 'literal', name: '*', principal: 'User:*' },
    ];
    expect(plan(wider).changes).toEqual([]);
    expect(shown(rulesOf(plan(wider.slice(1))))).not.toContain('Write topic payments');
    expect(shown(rulesOf(plan(wider.slice(1))))).toContain('Read topic orders');
  });

  it('takes a rule about a prefix for one about each of its names', () => {
    const all = rulesOf(plan([], [audit]));
    const dlq = all.find(({ name }) => name === 'orders.payments.dlq')!;
    const others = all.filter((rule) => rule !== dlq);
    expect(rulesOf(plan(others, [audit]))).toEqual([dlq]);
    expect(rulesOf(plan([...others, { ...dlq, pattern: 'prefixed', name: 'orders.' }], [audit]))).toEqual([]);
  });

  const more: AccessRule = {
    principal: 'User:payments',
    effect: 'allow',
    resource: 'topic',
    pattern: 'literal',
    name: 'orders',
    operation: 'Delete',
  };

  it('takes nothing away: who has more, or is denied what he does not need, is told', () => {
    const denied = { ...more, effect: 'deny' } as const;
    const { changes, byHand, notes } = plan([
      ...rulesOf(plan([])),
      more,
      { ...denied, name: 'orders.secret', operation: 'Read' },
      { ...more, principal: 'User:other' },
    ]);
    expect([changes, byHand]).toEqual([[], []]);
    expect(notes.map(({ detail }) => detail.split(',')[0])).toEqual([
      'may also Delete on topic orders',
      'is denied Read on topic orders.secret',
    ]);
  });

  it.each<[string, Partial<AccessRule>]>([
    ['Read on topic orders', { operation: 'Read' }],
    ['All on topic orders', { operation: 'All' }],
    ['Describe on topic orders', { operation: 'Describe' }],
    ['Read on topic ord*', { operation: 'Read', name: 'ord', pattern: 'prefixed' }],
    ['All on topic *', { operation: 'All', name: '*', principal: 'User:*' }],
    ['Read on group payments', { operation: 'Read', resource: 'group', name: 'payments' }],
  ])('leaves a rule that denies what an app has to do, as %s, to a person', (where, rule) => {
    const denial: AccessRule = { ...more, effect: 'deny', ...rule };
    const { changes, byHand, notes } = plan([...rulesOf(plan([])), denial]);
    expect([changes, notes]).toEqual([[], []]);
    expect(byHand).toMatchObject([
      { about: denial.principal, problem: expect.stringContaining(`is denied ${where}, and has to `) },
    ]);
    expect(byHand[0]!.fix).toContain(`--remove --deny-principal ${denial.principal} --operation ${denial.operation}`);
  });

  it.each<[string, Partial<AccessRule>]>([
    ['of somebody else', { principal: 'User:other', operation: 'All' }],
    ['about another operation', { operation: 'Alter' }],
    ['about another resource', { operation: 'Read', resource: 'group', name: 'orders' }],
    ['about another name', { operation: 'Read', name: 'order' }],
  ])('does not mind a denial %s', (_, rule) => {
    expect(plan([...rulesOf(plan([])), { ...more, effect: 'deny', ...rule }]).byHand).toEqual([]);
  });

  it('plans none on a log that keeps none', () => {
    expect(plan('none')).toMatchObject({ changes: [], notes: [{ about: 'access rules' }] });
    expect(plan('hidden').notes[0]!.detail).toMatch(/may not be seen/);
  });
});
