import type { BatchContext } from './batch-header.js';

export type FetchedHeaders = Record<string, Buffer | null | (Buffer | null)[]>;

/** A record as kafkajs hands it on. */
export interface FetchedMessage {
  readonly magicByte: number;
  readonly attributes: number;
  readonly timestamp: string;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: FetchedHeaders;
  /** kafkajs leaves these out, and moves its position behind them. */
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
}

/** Nothing for a reader, but tells kafkajs that the log holds nothing more up to and including `offset`. */
export function holeMessage(offset: number, batchContext: BatchContext): FetchedMessage {
  const { magicByte, maxTimestamp: timestamp } = batchContext;
  const nothing = { attributes: 0, key: null, value: null, headers: {}, isControlRecord: true };
  return { ...nothing, magicByte, timestamp, offset: String(offset), batchContext };
}
