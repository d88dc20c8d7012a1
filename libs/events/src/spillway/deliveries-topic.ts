import { keptEvents } from '../definitions/kept-events.js';
import type { TopicDefinition } from '../definitions/topic-definition.js';
import { auditDeadLetterTopic } from './audit-dead-letter-topic.js';

/** The delivery ledger: what became of every delivery of every group. */
export const deliveriesTopic = 'spillway.deliveries';

/** Topics of the toolkit itself. */
export const spillwayTopics: readonly TopicDefinition[] = [
  { name: deliveriesTopic, partitions: 12, config: { ...keptEvents, 'compression.type': 'uncompressed' } },
  // Kept until somebody decides; a copy is larger than its record.
  { name: auditDeadLetterTopic, partitions: 12, config: { 'retention.ms': '-1', 'max.message.bytes': '67108864' } },
];
