import { deadLetterTopic, ordersTopic } from '@spillway/events';

const groups = ['inventory', 'revenue'] as const;

/** Every topic whose records the audit store keeps: the events, and what their groups gave up. */
export const auditedTopics: readonly string[] = [
  ordersTopic,
  ...groups.map((group) => deadLetterTopic(ordersTopic, group)),
];
