import type { Death } from './check-proof.js';
import type { GroupProof } from './group-proof.js';
import type { HistoryEntry } from './history.js';

/**
 * Goes through the history: when an event is delivered for the first time, all earlier ones of its key have ended well,
 * or have had all their attempts.
 *
 * @param effects events whose effect is in the state, as they came. Of a call whose end nobody wrote down they tell that it
 *   ended well, not when: they count once another process goes on, as only its death, or a rebalance, keeps a process from
 *   writing it down first. That the other was not too early shows in the order of the effects.
 */
export function orderBreaks(
  proof: Pick<GroupProof, 'keyOf' | 'plan'>,
  history: readonly HistoryEntry[],
  { dead, effects }: { readonly dead: ReadonlyMap<number, Death>; readonly effects: ReadonlySet<number> },
): readonly string[] {
  const attempts = proof.plan.delaysMs.length + 1;
  const calls = new Map<number, number>();
  const lastPidOf = new Map<number, number>();
  const done = new Set<number>();
  const lastOfKey = new Map<string, number>();
  const breaks: string[] = [];
  const hasEnded = (number: number, pid: number): boolean =>
    done.has(number) ||
    (effects.has(number) && pid !== lastPidOf.get(number)) ||
    (dead.get(number) === 'own' && (calls.get(number) ?? 0) >= attempts);
  for (const { what, number, pid } of history) {
    if (what === 'done') done.add(number);
    else if (what === 'call') {
      const key = proof.keyOf(number);
      const last = lastOfKey.get(key);
      if (!calls.has(number) && last !== undefined) {
        if (number < last) breaks.push(`${number} after ${last} of ${key}`);
        else if (!hasEnded(last, pid)) breaks.push(`${number} before the end of ${last} of ${key}`);
      }
      calls.set(number, (calls.get(number) ?? 0) + 1);
      lastPidOf.set(number, pid);
      lastOfKey.set(key, Math.max(last ?? -1, number));
    }
  }
  return [...breaks, ...effectBreaks(proof, effects)];
}

function effectBreaks(proof: Pick<GroupProof, 'keyOf'>, effects: ReadonlySet<number>): readonly string[] {
  const ofKey = Map.groupBy(effects, (number) => proof.keyOf(number));
  return [...ofKey].flatMap(([key, numbers]) =>
    numbers.flatMap((number, index) => {
      const before = numbers[index - 1];
      return before !== undefined && before > number ? [`effect of ${number} after that of ${before} of ${key}`] : [];
    }),
  );
}
