// Generated from schemas/spillway/deliveries/deliveries-completed/DeliveriesCompleted.avsc by `spillway contracts generate`; do not edit.
// Schema SHA-256: caea8b54f2d1fc2f99936009805cbf9f3cfe40ca3680c555774cdf55d51ac0eb

import type { AvroSchema } from '../../../definitions/event-definition.js';
import type { OffsetRange } from './offset-range.js';

/** Deliveries of one partition to one group that ended as plain successes: handled at the first attempt, from the topic itself. */
export interface DeliveriesCompleted {
  /** The consumer group. */
  readonly group: string;
  /** The topic. */
  readonly topic: string;
  /** Which life of the topic: a topic deleted and made again has another. Null when the log does not tell. */
  readonly topicId: string | null;
  /** The partition. */
  readonly partition: number;
  /** What is completed, ascending and disjoint. Repeats give overlapping ranges: unite them, never add counts. */
  readonly ranges: readonly OffsetRange[];
  /** Deliveries in these ranges; less than the offsets where some hold no record. */
  readonly count: number;
  /** Upper bounds of the duration buckets in milliseconds, inclusive, ascending; one more bucket lies above the last. */
  readonly explicitBoundsMs: readonly number[];
  /** Deliveries by duration, one number per bucket. */
  readonly bucketCounts: readonly number[];
  /** All durations together, in microseconds. */
  readonly durationSumUs: number;
  /** The longest duration, in microseconds. */
  readonly durationMaxUs: number;
  /** When the first of them completed, by the consumer's clock. */
  readonly firstCompletedAt: Date;
  /** When this was written down, by the consumer's clock; all of them completed before. */
  readonly recordedAt: Date;
  /** Version of the application that handled them. */
  readonly appVersion: string;
  /** The process that handled them. */
  readonly instance: string;
}

/** The contract as it is registered. */
export const deliveriesCompletedSchema = {
  "type": "record",
  "name": "DeliveriesCompleted",
  "namespace": "spillway.deliveries",
  "doc": "Deliveries of one partition to one group that ended as plain successes: handled at the first attempt, from the topic itself.",
  "fields": [
    {
      "name": "group",
      "type": "string",
      "doc": "The consumer group."
    },
    {
      "name": "topic",
      "type": "string",
      "doc": "The topic."
    },
    {
      "name": "topicId",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Which life of the topic: a topic deleted and made again has another. Null when the log does not tell."
    },
    {
      "name": "partition",
      "type": "int",
      "doc": "The partition."
    },
    {
      "name": "ranges",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "OffsetRange",
          "namespace": "spillway.deliveries",
          "doc": "Consecutive offsets of one partition. Offsets in it that hold no record (control, compacted) say nothing.",
          "fields": [
            {
              "name": "first",
              "type": "long",
              "doc": "The first offset."
            },
            {
              "name": "last",
              "type": "long",
              "doc": "The last offset, inclusive."
            }
          ]
        }
      },
      "doc": "What is completed, ascending and disjoint. Repeats give overlapping ranges: unite them, never add counts."
    },
    {
      "name": "count",
      "type": "long",
      "doc": "Deliveries in these ranges; less than the offsets where some hold no record."
    },
    {
      "name": "explicitBoundsMs",
      "type": {
        "type": "array",
        "items": "int"
      },
      "doc": "Upper bounds of the duration buckets in milliseconds, inclusive, ascending; one more bucket lies above the last."
    },
    {
      "name": "bucketCounts",
      "type": {
        "type": "array",
        "items": "long"
      },
      "doc": "Deliveries by duration, one number per bucket."
    },
    {
      "name": "durationSumUs",
      "type": "long",
      "doc": "All durations together, in microseconds."
    },
    {
      "name": "durationMaxUs",
      "type": "long",
      "doc": "The longest duration, in microseconds."
    },
    {
      "name": "firstCompletedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When the first of them completed, by the consumer's clock."
    },
    {
      "name": "recordedAt",
      "type": {
        "type": "long",
        "logicalType": "timestamp-millis"
      },
      "doc": "When this was written down, by the consumer's clock; all of them completed before."
    },
    {
      "name": "appVersion",
      "type": "string",
      "doc": "Version of the application that handled them."
    },
    {
      "name": "instance",
      "type": "string",
      "doc": "The process that handled them."
    }
  ]
} as const satisfies AvroSchema;
