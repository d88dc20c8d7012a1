import type { PartitionBatch } from '../ports/record.js';

/** What a round holds of one partition. */
export interface RoundBatch extends PartitionBatch {
  /** The life of the topic that its records are of; present where `startPositions` named it. */
  readonly topicId?: string | undefined;
}
