import { SpillwayError } from '@spillway/events';
import type { LogReader, ReadPage, ReadRequest } from '../ports/log-reader.js';
import { firstOf } from '../ports/read-bounds.js';
import type { MemoryLog } from './memory-log.js';

/** Reads single ranges of the in-process log. */
export class MemoryLogReader implements LogReader {
  constructor(private readonly log: MemoryLog) {}

  async read({ topic, partition, fromOffset, maxRecords, maxBytes }: ReadRequest): Promise<ReadPage> {
    const found = this.log.topic(topic).partitions[partition];
    if (found === undefined) throw new SpillwayError('SPW-1103', `Topic ${topic} has no partition ${partition}`);
    const batch = found.read(fromOffset);
    if (batch === undefined) return { records: [], nextOffset: found.endOffset, endOffset: found.endOffset };
    return { ...firstOf(batch, { maxRecords, maxBytes }), endOffset: found.endOffset };
  }

  async close(): Promise<void> {}
}
