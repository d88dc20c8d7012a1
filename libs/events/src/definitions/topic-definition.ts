/** A topic as this repository wants it on the broker. */
export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly config?: Readonly<Record<string, string>>;
}

/** Dead letters of one group on one topic; same partition count as the source. */
export function deadLetterTopic(topic: string, group: string): string {
  return `${topic}.${group}.dlq`;
}

/**
 * Records of one group and topic that wait for another try; same partition count as the source.
 *
 * @param delayName how long every record of it waits, as `10s`
 */
export function retryTopic(topic: string, group: string, delayName: string): string {
  return `${topic}.${group}.retry.${delayName}`;
}

/**
 * Dead letters on their way back to a group that retries the topic in place and has no retry topics to send them by; same
 * partition count as the source.
 */
export function redriveTopic(topic: string, group: string): string {
  return `${topic}.${group}.redrive`;
}

/** Keys of one group and topic that are held because one of their events is a dead letter; same partition count as the source. */
export function holdsTopic(topic: string, group: string): string {
  return `${topic}.${group}.holds`;
}
