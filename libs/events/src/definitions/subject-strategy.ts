/**
 * How the subject of a contract is named, by Confluent's words:
 *
 * - `TopicRecordName`: `<topic>-<full name>`; several event types may share a topic, each with its own versions there.
 * - `RecordName`: `<full name>`; one history of versions wherever the event is sent.
 * - `TopicName`: `<topic>-value`; one event type per topic, as clients have it that were told nothing.
 */
export const subjectStrategies = ['TopicRecordName', 'RecordName', 'TopicName'] as const;

export type SubjectStrategy = (typeof subjectStrategies)[number];

/** The registry's subject for the values of one event type. */
export function subjectOf(strategy: SubjectStrategy, topic: string, type: string): string {
  if (strategy === 'TopicName') return `${topic}-value`;
  return strategy === 'RecordName' ? type : `${topic}-${type}`;
}
