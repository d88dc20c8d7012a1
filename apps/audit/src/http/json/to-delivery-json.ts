import type { StoredDelivery } from '@spillway/streaming';
import { isoTime } from './iso-time.js';

/** An entry of the ledger as JSON: offsets as text, times as ISO 8601 UTC, durations in milliseconds. */
export function toDeliveryJson(delivery: StoredDelivery) {
  const { origin, ledger } = delivery;
  return {
    group: delivery.groupId,
    outcome: delivery.outcome,
    range: delivery.isRange,
    topic: delivery.topic,
    partition: delivery.partition,
    offset: delivery.offset.toString(),
    lastOffset: delivery.lastOffset.toString(),
    origin: { ...origin, offset: origin.offset.toString(), lastOffset: origin.lastOffset.toString() },
    handler: delivery.handler,
    attempt: delivery.attempt,
    fromTier: delivery.fromTier,
    toTier: delivery.toTier,
    causeClass: delivery.causeClass,
    causeCode: delivery.causeCode,
    fingerprint: delivery.fingerprint,
    dependency: delivery.dependency,
    redriveJob: delivery.redriveJob,
    eventSource: delivery.eventSource,
    eventId: delivery.eventId,
    type: delivery.eventType,
    correlationId: delivery.correlationId,
    durationMs: delivery.durationUs / 1_000,
    endedFrom: isoTime(delivery.endedFromMs),
    endedTo: isoTime(delivery.endedToMs),
    timestamp: isoTime(delivery.timestampMs),
    appVersion: delivery.appVersion,
    instance: delivery.instance,
    ledger: { ...ledger, offset: ledger.offset.toString() },
  };
}
