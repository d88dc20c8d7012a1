import type { Contract } from '@spillway/contracts';
import { subjectOf as subjectNamed } from '@spillway/events';

/**
 * The subject of an event's contract, `<topic>-<full name>`. The topic has the name of the contract's namespace, unless the
 * contract says another in `spillway.topic`.
 */
export function subjectOf({ fullName, schema }: Contract): string {
  const { 'spillway.topic': topic = fullName.slice(0, fullName.lastIndexOf('.')) } = schema;
  return subjectNamed('TopicRecordName', String(topic), fullName);
}
