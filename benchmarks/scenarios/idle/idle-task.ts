import { exponential, type GroupTopicOptions } from '@spillway/streaming';

export interface IdleTask {
  readonly brokers: readonly string[];
  /** Of the names of a run's own topics and groups. */
  readonly prefix: string;
  readonly seconds: number;
}

export interface IdleGroupTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly groupId: string;
  readonly seconds: number;
}

export const idleTopicOptions: GroupTopicOptions = {
  ordering: 'key',
  retry: exponential({ initialMs: 1_000, factor: 10, maxMs: 60_000 }),
};
