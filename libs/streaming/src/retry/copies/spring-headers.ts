import type { HeaderValue, RecordHeaders } from '../../ports/record.js';
import type { CopyFailure } from './copy-failure.js';
import type { OwnHeader } from './own-headers.js';
import type { RetryState } from './retry-state.js';

/** Whose time the records of a topic bear: their writers' or the broker's. */
export type TimestampType = 'CreateTime' | 'LogAppendTime';

/** For dead letters that Spring for Apache Kafka reads. */
export interface SpringCompat {
  readonly timestampType: TimestampType;
}

/**
 * The headers of a dead letter as Spring for Apache Kafka names them (`KafkaHeaders.DLT_*`); partition, offset and
 * timestamp are big-endian there, everything else text.
 *
 * Spring tells an exception and its cause, since it wraps what a listener throws; here both are what the handler threw.
 */
export function springHeaders(
  { origin, group }: RetryState,
  failure: CopyFailure | undefined,
  { timestampType }: SpringCompat,
): readonly OwnHeader[] {
  return [
    ['kafka_dlt-original-topic', origin.topic],
    ['kafka_dlt-original-partition', int32(origin.partition)],
    ['kafka_dlt-original-offset', int64(origin.offset)],
    ['kafka_dlt-original-timestamp', int64(origin.timestampMs)],
    ['kafka_dlt-original-timestamp-type', timestampType],
    ['kafka_dlt-original-consumer-group', group],
    ['kafka_dlt-exception-fqcn', failure?.errorClass, 256],
    ['kafka_dlt-exception-cause-fqcn', failure?.errorClass, 256],
    ['kafka_dlt-exception-message', failure?.message, 500],
    ['kafka_dlt-exception-stacktrace', failure?.stack, 500],
  ];
}

/** As Spring does, what stands under such a name already stays, and the last value counts. */
export function appendToPresent(headers: RecordHeaders, name: string, value: HeaderValue): HeaderValue | HeaderValue[] {
  const present = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (present === undefined) return value;
  return Array.isArray(present) ? [...(present as readonly HeaderValue[]), value] : [present as HeaderValue, value];
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt.asIntN(64, BigInt(Math.min(Math.trunc(value), Number.MAX_SAFE_INTEGER))));
  return bytes;
}
