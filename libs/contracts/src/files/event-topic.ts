import type { Contract } from './contract.js';

/** The topic of an event: the namespace of its contract, unless that says another in `spillway.topic`. */
export function eventTopic({ fullName, schema }: Pick<Contract, 'fullName' | 'schema'>): string {
  const { 'spillway.topic': topic = fullName.slice(0, fullName.lastIndexOf('.')) } = schema;
  return String(topic);
}
