import { eventTopic, type Contract } from '@spillway/contracts';
import { subjectOf as subjectNamed } from '@spillway/events';

/** The subject of an event's contract, `<topic>-<full name>`. */
export function subjectOf(contract: Contract): string {
  return subjectNamed('TopicRecordName', eventTopic(contract), contract.fullName);
}
