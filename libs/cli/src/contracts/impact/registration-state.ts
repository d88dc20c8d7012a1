import type { ContractRegistry } from '@spillway/codecs';
import { pinnedAsProposed, type ProposedContract } from './changed-contracts.js';
import type { ImpactSources } from './impact-of-contract.js';

/**
 * `unchanged` when the registry has it and every app that knows it is on it. `ahead` when a manifest has it and the registry
 * has not: an app that runs is on what is registered.
 */
export async function registrationState(
  proposed: ProposedContract,
  { manifests, registry }: ImpactSources,
): Promise<'unchanged' | 'ahead' | 'changed'> {
  const pinned = pinnedAsProposed(proposed, manifests);
  if (pinned === 'none') return 'changed';
  const isRegistered = registry === undefined || (await isRegisteredIn(registry, proposed));
  if (!isRegistered) return 'ahead';
  return pinned === 'all' ? 'unchanged' : 'changed';
}

async function isRegisteredIn(registry: ContractRegistry, proposed: ProposedContract): Promise<boolean> {
  const { findContract } = await import('@spillway/codecs');
  return (await findContract(registry, proposed)) !== undefined;
}
