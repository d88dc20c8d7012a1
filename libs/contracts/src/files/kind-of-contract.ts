import type { TypeUse } from '../schema/schema-node.js';
import type { EventContract, SharedContract } from './contract.js';

/** What a contract is, and the type that it may be of. */
export type KindOfContract = Pick<EventContract, 'kind' | 'type'> | Pick<SharedContract, 'kind' | 'type'>;

/**
 * What a file is by where it lies: in the aggregate's folder it is shared, in one of its own an event.
 *
 * @param path below the folder of contracts
 * @returns what is wrong instead, when what is there is not of the type
 */
export function kindOfContract(path: string, type: TypeUse): KindOfContract | string {
  const isShared = path.split('/').length === 3;
  if (hasFields(type)) return isShared ? { kind: 'shared', type } : { kind: 'event', type };
  if (!isShared) return 'is no record, as an event is';
  return hasName(type) ? { kind: 'shared', type } : 'is no record, enum or fixed, as a shared type is';
}

function hasFields(type: TypeUse): type is EventContract['type'] {
  return type.node.kind === 'record';
}

function hasName(type: TypeUse): type is SharedContract['type'] {
  return 'name' in type.node;
}
