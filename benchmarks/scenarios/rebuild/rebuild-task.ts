import type { GroupTopicOptions } from '@spillway/streaming';

export interface RebuildTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly groupId: string;
  readonly records: number;
}

/** A tier of which nothing is due while it is measured. */
export const rebuildTopicOptions: GroupTopicOptions = { ordering: 'key', retry: { delaysMs: [86_400_000] } };
