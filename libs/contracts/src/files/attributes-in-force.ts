import { eventTopic } from './event-topic.js';
import type { Contract } from './contract.js';
import { usualSubjectStrategy } from './contract-attributes.js';
import { statedAttributes, type StatedAttributes } from './stated-attributes.js';

/** What a contract says of itself, and where an event's says nothing what then goes for its topic and its subject. */
export function attributesInForce(contract: Contract): StatedAttributes {
  const stated = statedAttributes(contract.schema);
  if (contract.kind === 'shared') return stated;
  const subjectStrategy = contract.subjectStrategy ?? usualSubjectStrategy;
  return { ...stated, topic: eventTopic(contract), subjectStrategy };
}
