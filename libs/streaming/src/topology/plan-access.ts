import type { AppManifest } from '../manifest/app-manifest.js';
import type { AccessRule } from '../ports/access-rule.js';
import type { ActualTopology } from './actual-topology.js';
import { desiredAccess } from './desired-access.js';
import { isDenied } from './is-denied.js';
import type { ByHand, TopologyNote, TopologyPlan } from './topology-plan.js';

const unplanned = {
  none: 'are not kept by this log: everybody may do everything, and none are planned',
  hidden: 'may not be seen by this client, and none are planned',
};

/**
 * What apps may not yet do and have to. Rules are added, never taken away: who has more is only told, and one that denies
 * what an app has to do is for a person to remove.
 */
export function planAccess(
  manifests: readonly AppManifest[],
  { rules, partitions }: Pick<ActualTopology, 'rules' | 'partitions'>,
): TopologyPlan {
  if (rules === 'none' || rules === 'hidden') {
    return { changes: [], byHand: [], notes: [{ about: 'access rules', detail: unplanned[rules] }] };
  }
  const desired = desiredAccess(manifests, partitions.keys());
  const allowing = rules.filter(({ effect }) => effect === 'allow');
  const missing = desired.filter((rule) => !allowing.some((given) => covers(given, rule)));
  const principals = new Set(manifests.map(({ log }) => log?.principal));
  const denying = rules.filter((rule) => desired.some((wanted) => isDenied(wanted, rule)));
  const own = rules.filter((rule) => principals.has(rule.principal) && !denying.includes(rule));
  return {
    changes: missing.map((rule) => ({ type: 'allow', rule })),
    byHand: denying.map((rule) => denialByHand(rule, desired)),
    notes: own.filter((rule) => !desired.some((wanted) => isSame(rule, wanted))).map(noteOf),
  };
}

/** Whether whoever has the one has the other as well. */
function covers(given: AccessRule, wanted: AccessRule): boolean {
  const isPrincipal = given.principal === wanted.principal || given.principal === 'User:*';
  const isOperation = given.operation === wanted.operation || given.operation === 'All';
  if (!isPrincipal || !isOperation || given.resource !== wanted.resource) return false;
  if (given.pattern === 'prefixed') return wanted.name.startsWith(given.name);
  return given.name === '*' || (wanted.pattern === 'literal' && given.name === wanted.name);
}

function isSame(one: AccessRule, other: AccessRule): boolean {
  return (Object.keys(other) as (keyof AccessRule)[]).every((key) => one[key] === other[key]);
}

/** A denial wins over whatever is allowed. */
function denialByHand(rule: AccessRule, desired: readonly AccessRule[]): ByHand {
  const { principal, operation, resource, pattern, name } = rule;
  const needed = desired.filter((wanted) => isDenied(wanted, rule));
  const [first] = needed;
  const others = needed.length > 1 ? `, and ${needed.length - 1} more` : '';
  return {
    about: principal,
    problem: `is denied ${placeOf(rule)}, and has to ${first!.operation} ${first!.resource} ${first!.name}${others}`,
    fix:
      `Remove the rule: kafka-acls.sh --bootstrap-server <brokers> --remove --deny-principal ${principal}` +
      ` --operation ${operation} --${resource} '${name}' --resource-pattern-type ${pattern}`,
  };
}

function placeOf({ operation, resource, pattern, name }: AccessRule): string {
  return `${operation} on ${resource} ${name}${pattern === 'prefixed' ? '*' : ''}`;
}

function noteOf(rule: AccessRule): TopologyNote {
  const may = rule.effect === 'allow' ? 'may also' : 'is denied';
  return { about: rule.principal, detail: `${may} ${placeOf(rule)}, by a rule that is not planned; it is left alone` };
}
