import { SpillwayError, type AvroSchema, type SharedType } from '@spillway/events';
import type { Contract, ContractSet, EventContract } from '../files/contract.js';
import { eventTopic } from '../files/event-topic.js';
import { registeredTypes } from './registered-types.js';
import { selfContained } from './self-contained.js';

/** An event's contract as it is registered and generated: the one answer to what its subject, schema and references are. */
export interface RegistrableEvent extends SharedType {
  readonly contract: EventContract;
  readonly topic: string;
}

/**
 * Every event of the contracts. A shared type is one object, whoever refers to it.
 *
 * @throws SpillwayError `SPW-3008` when types with subjects of their own refer to each other in a circle
 */
export function registrableContracts({ contracts }: ContractSet): readonly RegistrableEvent[] {
  const byName = new Map(contracts.map((contract) => [contract.fullName, contract]));
  const shared = new Map<Contract, SharedType>();
  const open = new Set<Contract>();
  const typeOf = (contract: Contract): SharedType => {
    const known = shared.get(contract);
    if (known !== undefined) return known;
    if (open.has(contract)) throw inCircle(open);
    open.add(contract);
    const references = registeredTypes(contract, byName).map(typeOf);
    open.delete(contract);
    const type: SharedType = {
      type: contract.fullName,
      subject: contract.subject!,
      schema: selfContained(contract, byName) as AvroSchema,
      ...(references.length === 0 ? {} : { references }),
    };
    shared.set(contract, type);
    return type;
  };
  const events = contracts.filter((contract) => contract.kind === 'event');
  return events.map((contract) => ({ ...typeOf(contract), contract, topic: eventTopic(contract) }));
}

function inCircle(open: ReadonlySet<Contract>): SpillwayError {
  const names = [...open].map(({ fullName }) => fullName).join(', ');
  return new SpillwayError('SPW-3008', `Types with subjects of their own refer to each other in a circle: ${names}.`);
}
