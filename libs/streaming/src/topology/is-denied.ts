import type { AccessRule } from '../ports/access-rule.js';

/** Whether a rule denies what an app has to do, whatever else is allowed. */
export function isDenied(wanted: AccessRule, rule: AccessRule): boolean {
  if (rule.effect !== 'deny' || rule.resource !== wanted.resource) return false;
  const isPrincipal = rule.principal === wanted.principal || rule.principal === 'User:*';
  return isPrincipal && deniesOperation(rule, wanted) && isAbout(rule, wanted);
}

/** Nobody reads, or writes to, what he may not ask about. */
function deniesOperation({ operation }: AccessRule, wanted: AccessRule): boolean {
  if (operation === wanted.operation || operation === 'All') return true;
  return operation === 'Describe' && (wanted.operation === 'Read' || wanted.operation === 'Write');
}

function isAbout({ pattern, name }: AccessRule, wanted: AccessRule): boolean {
  return pattern === 'prefixed' ? wanted.name.startsWith(name) : name === '*' || name === wanted.name;
}
