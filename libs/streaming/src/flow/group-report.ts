import type { FlowStatus } from './flow-status.js';
import type { HandlerBudget } from './gate/gate.js';
import type { PauseRequest } from './pause-requests.js';

/** A retry topic that the group's policy no longer names: read until it is empty, never written but to ask for its broker's time. */
export interface DrainedTier {
  /** Whose retries wait there. */
  readonly topic: string;
  /** The retry topic. */
  readonly tier: string;
  /** Records that are not done, such questions among them, in the partitions of this member. */
  readonly left: number;
}

/** What one member of a group does and waits for, for people who look after it. */
export interface GroupReport {
  /** The partitions this member has now; those of retry topics go with their topic's. */
  readonly flows: readonly FlowStatus[];
  /** What operators asked to pause, in the order asked; also for partitions that may come. */
  readonly pauseRequests: readonly PauseRequest[];
  readonly drained: readonly DrainedTier[];
  readonly budgets: readonly HandlerBudget[];
  /** Of this process; those that are closed are left out. */
  readonly breakers: readonly { readonly dependency: string; readonly state: 'open' | 'half-open' | 'closed' }[];
}
