import type { DeploymentOrder, GroupTurn } from './deployment-order.js';

/** Records of one kind that wait for a group. */
export interface WaitingCount {
  readonly records: number;
  /** Read by what runs now, and not by the proposed contract. */
  readonly lost: number;
}

export interface GroupOutlook {
  readonly group: string;
  readonly turn: GroupTurn;
  /** Null when it was not asked. */
  readonly retry: WaitingCount | null;
  readonly deadLetters: WaitingCount | null;
}

/**
 * Groups that would break whatever is done: in either order of deployment, or with records that wait for them and that
 * they would not read any more.
 */
export function brokenGroups(outlooks: readonly GroupOutlook[], order: DeploymentOrder): readonly string[] {
  return outlooks.filter((outlook) => isBroken(outlook, order)).map(({ group }) => group);
}

function isBroken({ turn, retry, deadLetters }: GroupOutlook, order: DeploymentOrder): boolean {
  if (turn === 'never' || (turn === 'before' && order === 'none')) return true;
  return (retry?.lost ?? 0) + (deadLetters?.lost ?? 0) > 0;
}
