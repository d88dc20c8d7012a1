import type { TopologyChange, TopologyPlan } from '@spillway/streaming';
import { problem, warning, type CheckResult } from '../check.js';
import { namingBrokers } from '../naming-brokers.js';
import { counted } from '../../output/counted.js';

interface Asked {
  readonly brokers: readonly string[];
  /** As they were given, each `app=principal`. */
  readonly principals?: readonly string[];
}

/** What a plan has left to do, as something found; nothing when all is as the manifests want it. */
export function judgeTopology(
  { changes, byHand }: Pick<TopologyPlan, 'changes' | 'byHand'>,
  { brokers, principals = [] }: Asked,
): readonly CheckResult[] {
  const flags = principals.map((each) => ` --principal ${each}`).join('');
  const fix = `See what would change: npx spillway topics plan${flags}. Then make it so: npx spillway topics apply${flags}`;
  const listed = (what: string, topics: readonly string[], judge: typeof problem): readonly CheckResult[] =>
    topics.length === 0 ? [] : [judge(`topics ${what}: ${topics.join(', ')}`, fix)];
  const topicsOf = (type: TopologyChange['type']): readonly string[] =>
    changes.flatMap((change) => (change.type === type && change.type !== 'allow' ? [change.topic] : []));
  const rules = changes.filter(({ type }) => type === 'allow').length;
  return [
    ...listed('missing', topicsOf('create-topic'), problem),
    ...listed('with fewer partitions than their source', topicsOf('add-partitions'), problem),
    ...listed('set otherwise than planned', topicsOf('change-settings'), warning),
    ...(rules === 0 ? [] : [problem(`missing: ${counted(rules, 'rule')} of access`, fix)]),
    ...byHand.map((each) => {
      const found = `${each.about} ${each.problem}`;
      return problem(found, namingBrokers(each.fix, brokers));
    }),
  ];
}
