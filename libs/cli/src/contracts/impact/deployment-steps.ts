import type { DeploymentOrder, GroupTurn } from './deployment-order.js';
import type { DeploymentStep } from './impact-report.js';

/**
 * What to deploy one after the other, where the order matters and there is one. Apps that may go any time are in no step;
 * one that reads and writes is in both, as its older instances run beside the newer for a while.
 */
export function deploymentSteps(
  order: DeploymentOrder,
  {
    groups,
    writers,
  }: {
    readonly groups: readonly { readonly app: string; readonly turn: GroupTurn }[];
    readonly writers: readonly string[];
  },
): readonly DeploymentStep[] {
  const having = (turn: GroupTurn): readonly string[] => [
    ...new Set(groups.filter((group) => group.turn === turn).map(({ app }) => app)),
  ];
  const producers: DeploymentStep = { role: 'producers', apps: writers };
  if (order === 'consumers-first') return [{ role: 'consumers', apps: having('before') }, producers];
  return order === 'producers-first' ? [producers, { role: 'consumers', apps: having('after') }] : [];
}
