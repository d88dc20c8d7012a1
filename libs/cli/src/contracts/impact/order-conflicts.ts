import { appsInBothSteps } from './apps-in-both-steps.js';
import type { ContractImpact } from './impact-report.js';

type Ordered = Pick<ContractImpact, 'contract' | 'steps'>;

interface Precedence {
  readonly contract: string;
  readonly first: string;
  readonly then: string;
}

/**
 * Contracts whose orders cannot all be kept: each is right alone, but an app takes all of them in one deployment, and then
 * it would have to come before another and after it.
 *
 * @returns for each contract of a conflict the others
 */
export function orderConflicts(contracts: readonly Ordered[]): ReadonlyMap<string, readonly string[]> {
  const pairs = precedences(contracts);
  const after = new Map(pairs.map(({ first }) => [first, comesAfter(first, pairs)]));
  const isBefore = (app: string, other: string): boolean => after.get(app)?.has(other) === true;
  const inConflict = pairs.filter(({ first, then }) => isBefore(then, first));
  const found = new Map<string, readonly string[]>();
  for (const { contract, first } of inConflict) {
    const sameCircle = inConflict.filter((pair) => isBefore(first, pair.first) && isBefore(pair.first, first));
    const others = sameCircle.map((pair) => pair.contract).filter((other) => other !== contract);
    found.set(contract, [...new Set([...(found.get(contract) ?? []), ...others])]);
  }
  return found;
}

/** Which app before which. One that is deployed twice for some contract takes every other when it suits. */
function precedences(contracts: readonly Ordered[]): readonly Precedence[] {
  const twice = new Set(contracts.flatMap(({ steps }) => appsInBothSteps(steps)));
  return contracts.flatMap(({ contract, steps: [earlier, later] }) => {
    const [firsts, thens] = [earlier, later].map((step) => (step?.apps ?? []).filter((app) => !twice.has(app)));
    return firsts!.flatMap((first) => thens!.map((then) => ({ contract, first, then })));
  });
}

/** All that have to come after an app, directly or because of others. */
function comesAfter(app: string, pairs: readonly Precedence[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [app];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { then } of pairs.filter(({ first }) => first === next)) {
      if (reached.has(then)) continue;
      reached.add(then);
      open.push(then);
    }
  }
  return reached;
}
