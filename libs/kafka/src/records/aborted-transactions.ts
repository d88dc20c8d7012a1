import type { BatchHeader } from './batch-header.js';
import type { FetchedMessage } from './fetched-message.js';

export interface AbortedTransaction {
  readonly producerId: number | bigint;
  readonly firstOffset: number;
}

const abortMarkerType = 0;

/**
 * Which batches of one partition belong to transactions that were taken back, asked in log order, as Kafka's Java client
 * finds it: from a transaction's first offset to its marker. kafkajs takes any record with four zero bytes as key for
 * such a marker (an Integer 0, say), and hands on what follows it.
 * Source: `CompletedFetch` in https://github.com/apache/kafka (clients/…/consumer/internals)
 */
export class AbortedTransactions {
  readonly #coming: AbortedTransaction[];
  readonly #running = new Set<number | bigint>();

  constructor(transactions: readonly AbortedTransaction[]) {
    this.#coming = transactions.toSorted((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Whether the batch is to be left out. */
  cover({ lastOffset, producerId, context }: BatchHeader): boolean {
    while (this.#coming.length > 0 && this.#coming[0]!.firstOffset <= lastOffset) {
      this.#running.add(this.#coming.shift()!.producerId);
    }
    return context.inTransaction && !context.isControlBatch && this.#running.has(producerId);
  }

  /** To be told the records of a control batch. */
  sawMarkers({ producerId }: BatchHeader, markers: readonly FetchedMessage[]): void {
    // Key of a marker: int16 version, int16 type.
    if (markers.some(({ key }) => key !== null && key.length >= 4 && key.readInt16BE(2) === abortMarkerType)) {
      this.#running.delete(producerId);
    }
  }
}
