import { SpillwayError } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import type { RecordSink } from '../ports/record-sink.js';
import { describeError } from '../telemetry/describe-error.js';
import { classifyError } from './classify-error.js';
import { deadLetterRecord } from './dead-letter-record.js';
import type { DeadLetterItem } from './work-item.js';

export interface Parking {
  readonly groupId: string;
  readonly sink: RecordSink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Writes dead letters. Resolves when all are in the log.
 *
 * @throws SpillwayError `SPW-5005` (retryable) when one may not be there: its delivery is not done then
 */
export async function parkDeadLetters(items: readonly DeadLetterItem[], parking: Parking): Promise<void> {
  const { groupId, sink, clock } = parking;
  const appends = items.map((item) => sink.append(deadLetterRecord(item, groupId, clock.nowMs())));
  const results = await Promise.allSettled(appends);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    const detail = `Parking failed: ${describeError(failed.reason)}`;
    throw new SpillwayError('SPW-5005', detail, { cause: failed.reason, context: { group: groupId } });
  }
  for (const item of items) report(item, parking);
}

function report({ record, cause }: DeadLetterItem, { groupId, logger, metrics }: Parking): void {
  const { topic, partition, offset } = record;
  const { className, code, message } = classifyError(cause);
  metrics.increment('spillway_dlq_records_total', 1, {
    group: groupId,
    topic,
    error_class: code === '' ? 'unclassified' : code,
  });
  logger.warn(
    { groupId, topic, partition, offset, code, error: message, errorClass: className },
    'A delivery became a dead letter',
  );
}
