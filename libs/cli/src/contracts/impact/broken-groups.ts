import type { GroupTurn } from './deployment-order.js';

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
}

/**
 * Groups that would break whatever is done: in either order of deployment, or with retries that wait for them and that they
 * would not read any more. Dead letters break no group: they stay in their topic whether they were sent back or not, so they
 * do not say how many of them will ever be read again. Where a group holds keys its markers say of which, and are not asked.
 */
export function brokenGroups(outlooks: readonly GroupOutlook[]): readonly string[] {
  const hasLast = outlooks.some(({ turn }) => turn === 'after');
  const isBroken = ({ turn, retry }: GroupOutlook): boolean =>
    turn === 'never' || (turn === 'before' && hasLast) || (retry?.lost ?? 0) > 0;
  return outlooks.filter(isBroken).map(({ group }) => group);
}
