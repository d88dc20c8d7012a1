import type { ReadingJudgement } from './judge-reading.js';

/**
 * When a group may take a new contract: `any` time, `before` or `after` those who write it, or `never`, because it does
 * not read what is written in one of the two.
 */
export type GroupTurn = 'any' | 'before' | 'after' | 'never';

/** For a whole contract; `none` when a group breaks in either order. */
export type DeploymentOrder = 'any' | 'consumers-first' | 'producers-first' | 'none';

export function groupTurn({ newEvents, oldEvents }: ReadingJudgement): GroupTurn {
  if (newEvents.length === 0) return oldEvents.length === 0 ? 'any' : 'after';
  return oldEvents.length === 0 ? 'before' : 'never';
}

/** The order in which no group breaks. Consumers that have to be both first and last leave none. */
export function deploymentOrder(turns: readonly GroupTurn[]): DeploymentOrder {
  const [isBefore, isAfter] = [turns.includes('before'), turns.includes('after')];
  if (turns.includes('never') || (isBefore && isAfter)) return 'none';
  if (isBefore) return 'consumers-first';
  return isAfter ? 'producers-first' : 'any';
}
