import type { BatchContext } from './batch-header.js';
import type { FetchedHeaders, FetchedMessage } from './fetched-message.js';

/** A batch of the log whose records cannot be had, and why. */
export interface UnreadableBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly problem: 'over-limit' | 'corrupt';
  readonly detail: string;
}

/**
 * Stands where the records of an unreadable batch would be, as the last message of a fetch. kafkajs must not meet an
 * error: it would end the consumer, with all its partitions. Who reads the value without knowing of this class does.
 */
export class UnreadableMessage implements FetchedMessage {
  readonly attributes = 0;
  readonly key = null;
  readonly isControlRecord = false;
  readonly magicByte: number;
  readonly timestamp: string;
  readonly offset: string;

  constructor(
    readonly batch: UnreadableBatch,
    readonly batchContext: BatchContext,
  ) {
    this.magicByte = batchContext.magicByte;
    this.timestamp = batchContext.maxTimestamp;
    this.offset = String(batch.lastOffset);
  }

  get value(): Buffer | null {
    throw new Error(this.batch.detail);
  }

  get headers(): FetchedHeaders {
    throw new Error(this.batch.detail);
  }
}
