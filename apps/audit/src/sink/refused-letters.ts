import { auditDeadLetterTopic } from '@spillway/events';
import {
  deadLetterCopy,
  type Clock,
  type Logger,
  type Metrics,
  type OutgoingRecord,
  type RecordSink,
  type RefusedRecord,
} from '@spillway/streaming';

export interface RefusedLettersParts {
  readonly sink: RecordSink;
  readonly groupId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Keeps what the store refused: a copy of each record in `spillway.audit.dlq`, and an alarm. */
export class RefusedLetters {
  constructor(private readonly parts: RefusedLettersParts) {}

  /**
   * Resolves when all copies are in the log. Kept again after a crash, a record has two.
   *
   * @throws SpillwayError of the sink: nothing is accounted for then
   */
  async keep(refused: readonly RefusedRecord[]): Promise<void> {
    const { sink, logger, metrics } = this.parts;
    await Promise.all(refused.map((record) => sink.append(this.#letterOf(record))));
    for (const { topic } of refused) metrics.increment('spillway_audit_refused_records_total', 1, { topic });
    const { topic, partition, row, reason } = refused[0]!;
    logger.error(
      { errorCode: 'SPW-7011', records: refused.length, first: { topic, partition, offset: row.offset, reason } },
      'ClickHouse refused records; their copies are in spillway.audit.dlq and all others are stored',
    );
  }

  #letterOf({ topic, topicId, partition, row, reason }: RefusedRecord): OutgoingRecord {
    const { offset, timestampMs, key, value, headers } = row;
    const failure = {
      errorClass: 'AuditRowsRefused',
      code: 'SPW-7011',
      message: `ClickHouse refused the record: ${reason}`,
      failedAtMs: this.parts.clock.nowMs(),
    };
    return deadLetterCopy(
      { topic, partition, offset, timestampMs, key, value, headers },
      { toTopic: auditDeadLetterTopic, group: this.parts.groupId, topicId, failure },
    );
  }
}
