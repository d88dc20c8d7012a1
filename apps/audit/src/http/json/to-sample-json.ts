import type { EventSample } from '@spillway/streaming';
import { isoTime } from './iso-time.js';

/** An event's original bytes and where they lie. */
export function toSampleJson(sample: EventSample) {
  return {
    topic: sample.topic,
    topicId: sample.topicId,
    partition: sample.partition,
    offset: sample.offset.toString(),
    timestamp: isoTime(sample.timestampMs),
    source: sample.source,
    eventId: sample.eventId,
    schemaId: sample.schemaId,
    schemaHeaderBase64: sample.schemaHeader?.toString('base64') ?? null,
    valueBase64: sample.value.toString('base64'),
  };
}
