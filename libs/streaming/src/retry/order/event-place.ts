/** Where an event lies in the group's topic, in the same partition as who speaks of it. */
export interface EventPlace {
  readonly offset: number;
  /** In which life of the topic; undefined when nobody knows, as in markers of before this was noted. */
  readonly topicId?: string | undefined;
}
