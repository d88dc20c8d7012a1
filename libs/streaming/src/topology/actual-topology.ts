import type { AccessRule } from '../ports/access-rule.js';

/** The log as it is, as far as a plan needs it. */
export interface ActualTopology {
  /** Partition counts of every topic. */
  readonly partitions: ReadonlyMap<string, number>;
  /** Settings of the topics that the plan is about, that exist, and that this client may see the settings of. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** `none`: the log lets everybody do everything. `hidden`: this client may not see them. */
  readonly rules: readonly AccessRule[] | 'none' | 'hidden';
}
