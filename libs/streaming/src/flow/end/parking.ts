import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { OutgoingRecord, RecordPosition, WrittenRecord } from '../../ports/record.js';
import type { RecordSink } from '../../ports/record-sink.js';
import type { Tracing } from '../../ports/tracing.js';
import type { BrokerClocks } from '../../retry/clocks/broker-clocks.js';
import { backOffMs } from '../../concurrency/back-off.js';
import { describeError } from '../../errors/describe-error.js';

export interface ParkingParts {
  readonly groupId: string;
  readonly sink: RecordSink;
  readonly clock: Clock;
  readonly brokerClock: BrokerClocks;
  readonly logger: Logger;
  readonly tracing: Tracing;
}

const parkingBackOff = { initialMs: 250, maxMs: 15_000 };

/**
 * Writes copies to the topics of a group: as long as it takes, since nothing may be committed before. After an append
 * whose end nobody knows a copy may lie there twice: whoever reads them knows twins by their origin.
 */
export class Parking {
  constructor(private readonly parts: ParkingParts) {}

  /**
   * @param copy      makes it, anew for each try: what waits for its answer need not be kept besides the sink's bytes
   * @param onTrouble told why it takes longer, once per try in vain; undefined when it is over
   * @returns where it lies; undefined when the partition is not ours any more
   */
  append(
    copy: () => OutgoingRecord,
    signal: AbortSignal,
    onTrouble: (reason: string | undefined) => void,
  ): Promise<RecordPosition | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    // Thousands of copies wait for their answer at a time, and the collector carries along what each of them keeps.
    return this.#write(copy, (error) => this.#again(copy, signal, onTrouble, error));
  }

  async #again(
    copy: () => OutgoingRecord,
    signal: AbortSignal,
    onTrouble: (reason: string | undefined) => void,
    firstError: unknown,
  ): Promise<RecordPosition | undefined> {
    let error = firstError;
    for (let attempt = 1; ; attempt++) {
      const retryInMs = backOffMs(attempt, parkingBackOff);
      const failed = copy();
      this.#report(failed, error, retryInMs);
      onTrouble(`${failed.topic} cannot be written: ${describeError(error)}`);
      await this.parts.clock.sleep(retryInMs, signal);
      if (signal.aborted) return undefined;
      try {
        const position = await this.#write(copy);
        onTrouble(undefined);
        return position;
      } catch (next) {
        error = next;
      }
    }
  }

  #write(
    copy: () => OutgoingRecord,
    onError?: (error: unknown) => Promise<RecordPosition | undefined>,
  ): Promise<RecordPosition | undefined> {
    const sentAtMs = this.parts.brokerClock.localMs();
    return this.#send(copy).then((written) => this.#observe(written, sentAtMs), onError);
  }

  /** A copy keeps the headers of its record, where the event was made among them: the span is linked to that. */
  #send(copy: () => OutgoingRecord): Promise<WrittenRecord> {
    const { sink, tracing } = this.parts;
    try {
      const record = copy();
      return tracing.isOn ? tracing.send(record, () => sink.append(record)) : sink.append(record);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #observe(written: WrittenRecord, sentAtMs: number): WrittenRecord {
    const { brokerClock } = this.parts;
    const { appendedAtMs } = written;
    if (appendedAtMs !== undefined) {
      brokerClock.observe(written, { sentAtMs, ackedAtMs: brokerClock.localMs(), appendedAtMs });
    }
    return written;
  }

  #report({ topic, partition }: OutgoingRecord, error: unknown, retryInMs: number): void {
    const { groupId, logger } = this.parts;
    logger.error(
      { groupId, topic, partition, error: describeError(error), errorCode: 'SPW-5005', retryInMs },
      'A copy cannot be written; its partition waits and nothing of it is committed',
    );
  }
}
