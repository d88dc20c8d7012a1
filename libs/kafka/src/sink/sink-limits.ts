import type { KafkaConfig } from '../config/kafka-config.js';
import type { KafkaRecordSinkOptions } from './kafka-record-sink.js';

/** kafkajs copies its list of a partition's messages once per message: beyond some hundreds that shows. */
const maxBatchRecords = 500;
const retryDelayMs = 500;

export function sinkLimits(config: KafkaConfig): KafkaRecordSinkOptions['limits'] {
  return {
    lingerMs: config.SPILLWAY_KAFKA_LINGER_MS,
    maxBatchRecords,
    maxBatchBytes: config.SPILLWAY_KAFKA_BATCH_BYTES,
    deliveryTimeoutMs: config.SPILLWAY_KAFKA_DELIVERY_TIMEOUT_MS,
    retryDelayMs,
    maxRecordBytes: config.SPILLWAY_KAFKA_MAX_RECORD_BYTES,
    maxBufferedBytes: config.SPILLWAY_KAFKA_BUFFER_BYTES,
  };
}
