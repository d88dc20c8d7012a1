import type { AccessRule } from '../ports/access-rule.js';

/** The log as it is, as far as a plan needs it. */
export interface ActualTopology {
  /** Partition counts of every topic. */
  readonly partitions: ReadonlyMap<string, number>;
  /** Settings of the topics that the plan is about and that exist. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Undefined where the log lets everybody do everything. */
  readonly rules: readonly AccessRule[] | undefined;
}
