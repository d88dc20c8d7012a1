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

  it('lets a reader of a topic and what belongs to its groups read by prefix', () => {
    expect(shown(rulesOf(plan([], [audit])))).toEqual([
      'Read group audit',
      'Read topic orders',
      'Read topic orders.*',
      'Read topic payments',
    ]);
  });

  it('adds nothing where everything is allowed, by these rules or by wider ones', () => {
    const wanted = rulesOf(plan([]));
    expect(plan(wanted)).toEqual({ changes: [], notes: [] });
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

  it('does not take a rule about one name for one about a prefix', () => {
    const all = rulesOf(plan([], [audit]));
    const prefixed = all.find(({ pattern }) => pattern === 'prefixed');
    const others = all.filter((rule) => rule !== prefixed);
    expect(rulesOf(plan([...others, { ...prefixed!, pattern: 'literal' }], [audit]))).toEqual([prefixed]);
    expect(rulesOf(plan([...others, { ...prefixed!, name: 'order' }], [audit]))).toEqual([]);
  });

  it('takes nothing away: who has more, or is denied something, is told', () => {
    const more: AccessRule = {
      principal: 'User:payments',
      effect: 'allow',
      resource: 'topic',
      pattern: 'literal',
      name: 'orders',
      operation: 'Delete',
    };
    const { changes, notes } = plan([
      ...rulesOf(plan([])),
      more,
      { ...more, effect: 'deny', operation: 'Read' },
      { ...more, principal: 'User:other' },
    ]);
    expect(changes).toEqual([]);
    expect(notes.map(({ detail }) => detail.split(',')[0])).toEqual([
      'may also Delete on topic orders',
      'is denied Read on topic orders',
    ]);
  });

  it('plans none on a log that keeps none', () => {
    expect(plan('none')).toMatchObject({ changes: [], notes: [{ about: 'access rules' }] });
    expect(plan('hidden').notes[0]!.detail).toMatch(/may not be seen/);
  });
});
