import type { AvroSchema, SharedType } from '@spillway/events';
import type { LogManifest } from './log-manifest.js';

/**
 * What an app says about itself without being started: its groups, and the schemas its code reads and writes events by.
 * Its build writes it as `spillway.manifest.json`, so that tools need neither its code nor a running instance.
 */
export interface AppManifest {
  readonly app: string;
  readonly groups: readonly GroupManifest[];
  /** By type. What an app has no schema of is read as it was written. */
  readonly events: readonly PinnedEvent[];
  /** What topics and access are planned by. */
  readonly log?: LogManifest;
}

/** An event type with the schema that the app reads and writes it by. */
export interface PinnedEvent {
  readonly type: string;
  readonly topic: string;
  readonly subject: string;
  readonly schema: AvroSchema;
  readonly references?: readonly SharedType[];
  /** Its records have the schema's id in a header when they are written; without, in front of the value. */
  readonly headerIds?: true;
}

export interface GroupManifest {
  readonly group: string;
  readonly topics: readonly GroupTopicManifest[];
  readonly handlers: readonly HandlerManifest[];
  /** What becomes of a record that its schema does not read: a dead letter, or its bytes are kept without a payload. */
  readonly unreadable: 'dead-letter' | 'kept';
}

export interface GroupTopicManifest {
  readonly topic: string;
  readonly ordering: 'none' | 'key' | 'partition';
  /** Types that complete without a handler. They are read all the same: which type a record has, its bytes say. */
  readonly ignores: readonly string[];
  /** Where records wait: retry tiers, nearest first, or the topic by which dead letters come back. */
  readonly retryTopics: readonly string[];
  /** Null where nothing becomes a dead letter. */
  readonly deadLetterTopic: string | null;
}

export interface HandlerManifest {
  readonly handler: string;
  /** Event types. */
  readonly handles: readonly string[];
}
