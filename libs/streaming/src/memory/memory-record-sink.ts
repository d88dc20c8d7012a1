import { setImmediate as nextTurn } from 'node:timers/promises';
import { SpillwayError } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import type { RecordSink } from '../ports/record-sink.js';
import type { OutgoingRecord, WrittenRecord } from '../ports/record.js';
import type { MemoryLog } from './memory-log.js';

/** Writes at once and acks on the next turn of the event loop, so that a busy producer starves nobody. */
export class MemoryRecordSink implements RecordSink {
  #closed = false;
  /** The next turn of the event loop, shared by all who wait for it. */
  #turn: Promise<void> | undefined;

  constructor(
    private readonly log: MemoryLog,
    private readonly clock: Clock,
  ) {}

  async append(record: OutgoingRecord): Promise<WrittenRecord> {
    if (this.#closed) throw new SpillwayError('SPW-1110', 'The sink is closed');
    const position = this.log.append(record, this.clock.nowMs());
    await this.flush();
    return position;
  }

  flush(): Promise<void> {
    this.#turn ??= this.#nextTurn();
    return this.#turn;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  async #nextTurn(): Promise<void> {
    await nextTurn();
    this.#turn = undefined;
  }
}
