import type { EventDefinition } from '@spillway/events';
import type { FingerprintRule } from '../ledger/fingerprint.js';
import type { RetryPolicy } from '../retry/tiers/retry-policy.js';
import type { StartFrom } from './start-from.js';
import type { Outcome } from './outcome.js';

export interface GroupTopicOptions {
  /**
   * What order the group needs on this topic, for first deliveries and through retries alike.
   * `key`: one at a time per key · `partition`: one at a time per partition · `none`: no promise.
   */
  readonly ordering: 'none' | 'key' | 'partition';
  /** Deliveries in flight per partition, for handlers of single events. Default 64, at most 10,000. */
  readonly concurrency?: number;
  /**
   * How long failing deliveries wait. In `key` and `none` order they wait in retry topics, one per delay, and hold up
   * nobody but their key; in `partition` order they wait in place. Without it they are tried again in place, shortly.
   */
  readonly retry?: RetryPolicy;
  /**
   * Whether later events of a key whose event was given up go on (`free`, the default) or follow it (`hold`). Who has the
   * partition keeps to that; a member that was halted past its session may still handle what it had fetched.
   */
  readonly whenDeadLettered?: 'free' | 'hold';
  /** `spring`: dead letters carry the header names of Spring for Apache Kafka as well; copies in retry topics do not. */
  readonly compat?: 'spring';
  /** Types of this topic that the group does not handle and says so: they complete without a handler. */
  readonly ignore?: readonly EventDefinition<never>[];
  /** Own rules for errors, asked before the table; undefined leaves the error to the table. */
  readonly classify?: (error: unknown) => Outcome | undefined;
  /** Own rule for which errors count as the same failure; undefined leaves it to class, message and frames. */
  readonly fingerprint?: FingerprintRule;
}

export interface GroupOptions {
  /**
   * Where a group that never read starts; must be said. Partitions that a topic gets later are read from their first
   * record whatever this says.
   */
  readonly startFrom: StartFrom;
  readonly topics: Readonly<Record<string, GroupTopicOptions>>;
}

export interface GroupDefinition extends GroupOptions {
  readonly name: string;
}

/** Defines a consumer group: the unit that reads at its own pace, fails and retries by itself. */
export function defineGroup(name: string, options: GroupOptions): GroupDefinition {
  return Object.freeze({ ...options, name });
}
