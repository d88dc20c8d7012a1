// Generated from schemas/spillway/deliveries/delivery-noted/DeliveryNoted.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: 058aa2d057e055a829afa8c69e1afe20d7da2551f8c1194e20ad1b03e597fc8b

import type { AvroSchema } from '../../../definitions/event-definition.js';

/** What became of one delivery to one group, when it is anything else than a plain success. */
export interface DeliveryNoted {
  /** The consumer group. */
  readonly group: string;
  /** The handler; null when none was called. */
  readonly handler: string | null;
  /** The topic the record lay in: the topic itself or one of its retry topics. */
  readonly topic: string;
  /** The partition it lay in. */
  readonly partition: number;
  /** The offset it lay at. */
  readonly offset: number;
  /** The same as offset, or the inclusive end of a range. */
  readonly lastOffset: number;
  /** The topic where the record first lay. */
  readonly originTopic: string;
  /** Which life of that topic; null when not known. */
  readonly originTopicId: string | null;
  /** The partition where the record first lay. */
  readonly originPartition: number;
  /** The offset where the record first lay: with group and origin topic the identity of the delivery. */
  readonly originOffset: number;
  /** Which attempt this was, from 1; 0 when no handler was called. */
  readonly attempt: number;
  /** completed at a later attempt or from a retry topic; retried: parked in a tier after a failure; held: parked behind its key; dead_lettered: given up; suspended: waits for a dependency, not an end; skipped: parked or done elsewhere; lost: the log no longer holds it. */
  readonly outcome: 'completed' | 'retried' | 'held' | 'dead_lettered' | 'suspended' | 'skipped' | 'lost';
  /** Delay of the tier it lay in, such as 10s; null on the topic itself. */
  readonly fromTier: string | null;
  /** Delay of the tier it was parked in; null when it was not. */
  readonly toTier: string | null;
  /** Class of the error; null without one. */
  readonly causeClass: string | null;
  /** Code of the error, SPW-… or the system's; null without one. */
  readonly causeCode: string | null;
  /** Errors alike have the same, with its version in front: v1:…; null without an error. */
  readonly fingerprint: string | null;
  /** The dependency it waits for; null without one. */
  readonly dependency: string | null;
  /** How long the attempt took, in microseconds. */
  readonly durationUs: number;
  /** The job that sent it back; null when none did. */
  readonly redriveJob: string | null;
  /** Source of the event; null when the record is not decodable. */
  readonly eventSource: string | null;
  /** Id of the event, unique with its source; null when the record is not decodable. */
  readonly eventId: string | null;
  /** Type of the event; null when the record is not decodable. */
  readonly eventType: string | null;
  /** Correlation of the event; null without one. */
  readonly correlationId: string | null;
  /** When it happened, by the consumer's clock. */
  readonly notedAt: Date;
  /** Version of the application that handled it. */
  readonly appVersion: string;
  /** The process that handled it. */
  readonly instance: string;
}

/** The contract as it is registered. */
export const deliveryNotedSchema = {
  "type": "record",
  "name": "DeliveryNoted",
  "namespace": "spillway.deliveries",
  "doc": "What became of one delivery to one group, when it is anything else than a plain success.",
  "fields": [
    {
      "name": "group",
      "type": "string",
      "doc": "The consumer group."
    },
    {
      "name": "handler",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "The handler; null when none was called."
    },
    {
      "name": "topic",
      "type": "string",
      "doc": "The topic the record lay in: the topic itself or one of its retry topics."
    },
    {
      "name": "partition",
      "type": "int",
      "doc": "The partition it lay in."
    },
    {
      "name": "offset",
      "type": "long",
      "doc": "The offset it lay at."
    },
    {
      "name": "lastOffset",
      "type": "long",
      "doc": "The same as offset, or the inclusive end of a range."
    },
    {
      "name": "originTopic",
      "type": "string",
      "doc": "The topic where the record first lay."
    },
    {
      "name": "originTopicId",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Which life of that topic; null when not known."
    },
    {
      "name": "originPartition",
      "type": "int",
      "doc": "The partition where the record first lay."
    },
    {
      "name": "originOffset",
      "type": "long",
      "doc": "The offset where the record first lay: with group and origin topic the identity of the delivery."
    },
    {
      "name": "attempt",
      "type": "int",
      "doc": "Which attempt this was, from 1; 0 when no handler was called."
    },
    {
      "name": "outcome",
      "type": {
        "type": "enum",
        "name": "DeliveryOutcome",
        "namespace": "spillway.deliveries",
        "symbols": [
          "completed",
          "retried",
          "held",
          "dead_lettered",
          "suspended",
          "skipped",
          "lost"
        ]
      },
      "doc": "completed at a later attempt or from a retry topic; retried: parked in a tier after a failure; held: parked behind its key; dead_lettered: given up; suspended: waits for a dependency, not an end; skipped: parked or done elsewhere; lost: the log no longer holds it."
    },
    {
      "name": "fromTier",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Delay of the tier it lay in, such as 10s; null on the topic itself."
    },
    {
      "name": "toTier",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Delay of the tier it was parked in; null when it was not."
    },
    {
      "name": "causeClass",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Class of the error; null without one."
    },
    {
      "name": "causeCode",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Code of the error, SPW-… or the system's; null without one."
    },
    {
      "name": "fingerprint",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Errors alike have the same, with its version in front: v1:…; null without an error."
    },
    {
      "name": "dependency",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "The dependency it waits for; null without one."
    },
    {
      "name": "durationUs",
      "type": "long",
      "doc": "How long the attempt took, in microseconds."
    },
    {
      "name": "redriveJob",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "The job that sent it back; null when none did."
    },
    {
      "name": "eventSource",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Source of the event; null when the record is not decodable."
    },
    {
      "name": "eventId",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Id of the event, unique with its source; null when the record is not decodable."
    },
    {
      "name": "eventType",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Type of the event; null when the record is not decodable."
    },
    {
      "name": "correlationId",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Correlation of the event; null without one."
    },
    {
      "name": "notedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When it happened, by the consumer's clock."
    },
    {
      "name": "appVersion",
      "type": "string",
      "doc": "Version of the application that handled it."
    },
    {
      "name": "instance",
      "type": "string",
      "doc": "The process that handled it."
    }
  ]
} as const satisfies AvroSchema;
