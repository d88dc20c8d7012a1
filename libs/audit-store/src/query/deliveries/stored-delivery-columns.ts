import type { DeliveryOutcome, StoredDelivery } from '@spillway/streaming';
import { orNull } from '../or-null.js';

/** Aliases differ from the columns' names: ClickHouse would otherwise use the alias inside of WHERE and ORDER BY. */
export const storedDeliveryColumns = `
  ledgerTopic, ledgerTopicId, ledgerPartition, toString(ledgerOffset) AS ledgerOffsetText, entry,
  toUnixTimestamp64Milli(timestamp) AS timestampMs, groupId, handler,
  topic, partition, toString(offset) AS offsetText, toString(lastOffset) AS lastOffsetText,
  originTopic, originTopicId, originPartition,
  toString(originOffset) AS originOffsetText, toString(originLastOffset) AS originLastOffsetText,
  attempt, isRange, toString(outcome) AS outcomeText, fromTier, toTier, causeClass, causeCode, fingerprint,
  dependency, redriveJob, eventSource, eventId, eventType, correlationId, toFloat64(durationUs) AS durationMicros,
  toUnixTimestamp64Milli(endedFrom) AS endedFromMs, toUnixTimestamp64Milli(endedTo) AS endedToMs, appVersion, instance`;

export interface StoredDeliveryRow {
  readonly ledgerTopic: string;
  readonly ledgerTopicId: string;
  readonly ledgerPartition: number;
  readonly ledgerOffsetText: string;
  readonly entry: number;
  readonly timestampMs: number;
  readonly groupId: string;
  readonly handler: string;
  readonly topic: string;
  readonly partition: number;
  readonly offsetText: string;
  readonly lastOffsetText: string;
  readonly originTopic: string;
  readonly originTopicId: string;
  readonly originPartition: number;
  readonly originOffsetText: string;
  readonly originLastOffsetText: string;
  readonly attempt: number;
  readonly isRange: boolean;
  readonly outcomeText: string;
  readonly fromTier: string;
  readonly toTier: string;
  readonly causeClass: string;
  readonly causeCode: string;
  readonly fingerprint: string;
  readonly dependency: string;
  readonly redriveJob: string;
  readonly eventSource: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly correlationId: string;
  readonly durationMicros: number;
  readonly endedFromMs: number;
  readonly endedToMs: number;
  readonly appVersion: string;
  readonly instance: string;
}

/** A row as read, as the port has it: '' is the store's word for absent. */
export function toStoredDelivery(row: StoredDeliveryRow): StoredDelivery {
  return {
    groupId: row.groupId,
    outcome: row.outcomeText as DeliveryOutcome,
    isRange: row.isRange,
    topic: row.topic,
    partition: row.partition,
    offset: BigInt(row.offsetText),
    lastOffset: BigInt(row.lastOffsetText),
    origin: {
      topic: row.originTopic,
      topicId: orNull(row.originTopicId),
      partition: row.originPartition,
      offset: BigInt(row.originOffsetText),
      lastOffset: BigInt(row.originLastOffsetText),
    },
    handler: orNull(row.handler),
    attempt: row.attempt,
    fromTier: orNull(row.fromTier),
    toTier: orNull(row.toTier),
    causeClass: orNull(row.causeClass),
    causeCode: orNull(row.causeCode),
    fingerprint: orNull(row.fingerprint),
    dependency: orNull(row.dependency),
    redriveJob: orNull(row.redriveJob),
    eventSource: orNull(row.eventSource),
    eventId: orNull(row.eventId),
    eventType: orNull(row.eventType),
    correlationId: orNull(row.correlationId),
    durationUs: row.durationMicros,
    endedFromMs: row.endedFromMs,
    endedToMs: row.endedToMs,
    timestampMs: row.timestampMs,
    appVersion: row.appVersion,
    instance: row.instance,
    ledger: {
      topic: row.ledgerTopic,
      topicId: row.ledgerTopicId,
      partition: row.ledgerPartition,
      offset: BigInt(row.ledgerOffsetText),
      entry: row.entry,
    },
  };
}
