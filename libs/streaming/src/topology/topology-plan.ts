import type { ErrorCode } from '@spillway/events';
import type { AccessRule } from '../ports/access-rule.js';

export interface SettingChange {
  readonly name: string;
  /** Undefined where the log has no such setting. */
  readonly from: string | undefined;
  readonly to: string;
}

/** One thing that `applyTopology` does. */
export type TopologyChange =
  | {
      readonly type: 'create-topic';
      readonly topic: string;
      readonly partitions: number;
      readonly config: Readonly<Record<string, string>>;
    }
  | { readonly type: 'add-partitions'; readonly topic: string; readonly from: number; readonly to: number }
  | { readonly type: 'change-settings'; readonly topic: string; readonly settings: readonly SettingChange[] }
  | { readonly type: 'allow'; readonly rule: AccessRule };

/** A difference that nobody but a person may do away with. */
export interface ByHand {
  /** As `topic retail.orders`; of access the principal. */
  readonly about: string;
  readonly problem: string;
  readonly fix: string;
  /** What apps are refused with until then; undefined where they run as it is. */
  readonly code?: ErrorCode;
}

/** What is as it is for a reason that is worth knowing; no difference. */
export interface TopologyNote {
  readonly about: string;
  readonly detail: string;
}

/** What has to be done so that the log is as the manifests want it. */
export interface TopologyPlan {
  /** In the order in which they are made. */
  readonly changes: readonly TopologyChange[];
  readonly byHand: readonly ByHand[];
  readonly notes: readonly TopologyNote[];
}
