import type { EventDefinition } from '@spillway/events';

export interface GroupTopicOptions {
  /**
   * What order the group needs on this topic. Batch handlers get records in log order in every mode.
   * `key`: one at a time per key · `partition`: one at a time per partition · `none`: no promise.
   */
  readonly ordering: 'none' | 'key' | 'partition';
  /** Types of this topic that the group does not handle and says so: they complete without a handler. */
  readonly ignore?: readonly EventDefinition<never>[];
}

export interface GroupOptions {
  /** Where a group that never read starts; must be said. */
  readonly startFrom: 'beginning' | 'latest';
  readonly topics: Readonly<Record<string, GroupTopicOptions>>;
}

export interface GroupDefinition extends GroupOptions {
  readonly name: string;
}

/** Defines a consumer group: the unit that reads at its own pace, fails and retries by itself. */
export function defineGroup(name: string, options: GroupOptions): GroupDefinition {
  return Object.freeze({ ...options, name });
}
