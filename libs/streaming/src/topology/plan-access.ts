import type { AppManifest } from '../manifest/app-manifest.js';
import type { AccessRule } from '../ports/access-rule.js';
import type { ActualTopology } from './actual-topology.js';
import { desiredAccess } from './desired-access.js';
import type { TopologyChange, TopologyNote } from './topology-plan.js';

const unplanned = {
  none: 'are not kept by this log: everybody may do everything, and none are planned',
  hidden: 'may not be seen by this client, and none are planned',
};

/** What apps may not yet do and have to. Rules are added, never taken away: who has more is only told. */
export function planAccess(
  manifests: readonly AppManifest[],
  { rules, partitions }: Pick<ActualTopology, 'rules' | 'partitions'>,
): { readonly changes: readonly TopologyChange[]; readonly notes: readonly TopologyNote[] } {
  if (rules === 'none' || rules === 'hidden') {
    return { changes: [], notes: [{ about: 'access rules', detail: unplanned[rules] }] };
  }
  const desired = desiredAccess(manifests, partitions.keys());
  const allowing = rules.filter(({ effect }) => effect === 'allow');
  const missing = desired.filter((rule) => !allowing.some((given) => covers(given, rule)));
  const principals = new Set(manifests.map(({ log }) => log?.principal));
  const own = rules.filter(({ principal }) => principals.has(principal));
  return {
    changes: missing.map((rule) => ({ type: 'allow', rule })),
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

function noteOf({ principal, effect, operation, resource, pattern, name }: AccessRule): TopologyNote {
  const where = `${operation} on ${resource} ${name}${pattern === 'prefixed' ? '*' : ''}`;
  const may = effect === 'allow' ? 'may also' : 'is denied';
  return { about: principal, detail: `${may} ${where}, by a rule that is not planned; it is left alone` };
}
