import { attributesInForce, type Contract, type Past } from '@spillway/contracts';

/**
 * The past with what its contracts said of themselves, which neither a registry nor a manifest knows in full.
 *
 * @param former the contracts there were, by full name
 */
export function withAttributes(past: Past, former: ReadonlyMap<string, Contract>): Past {
  const entries = [...past.contracts].map(([name, known]) => {
    const contract = former.get(name);
    const attributes = contract === undefined ? known.attributes : attributesInForce(contract);
    return [name, { ...known, attributes }] as const;
  });
  return { ...past, contracts: new Map(entries) };
}
