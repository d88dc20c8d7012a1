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
