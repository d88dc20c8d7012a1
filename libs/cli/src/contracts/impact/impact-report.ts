import type { ContractFinding } from '@spillway/contracts';
import type { WaitingCount } from './broken-groups.js';
import type { DeploymentOrder, GroupTurn } from './deployment-order.js';
import type { Incompatibility } from './judge-reading.js';
import type { ReadingCount } from './count-lost.js';
import type { UnreadCount } from './count-unread.js';

/** What proposed contracts mean for what runs. */
export interface ImpactReport {
  /** Contracts that are new or changed, then those that apps know and nothing proposed has any more. */
  readonly contracts: readonly ContractImpact[];
  /** Those that every app and the registry have as they are. */
  readonly unchanged: readonly string[];
  /** Of the changed ones those that a manifest has as proposed and the registry has not: no such app can run yet. */
  readonly ahead: readonly string[];
}

export interface ContractImpact {
  readonly contract: string;
  /** Null for a contract that was removed. */
  readonly file: string | null;
  /** Null when the registry was not asked. */
  readonly registry: RegistryImpact | null;
  /** What it breaks of the rules of its mode: against what is registered, or, without a registry, against what apps have. */
  readonly rules: readonly ContractFinding[];
  /** The newest real events, read with the proposed contract, or without any when it was removed; null when they were not asked for. */
  readonly sample: ReadingCount | null;
  readonly order: DeploymentOrder;
  /**
   * What to deploy one after the other; empty when there is no order in which nothing breaks. An app that stands in both
   * is deployed twice: it takes the contract first for the one role, and goes on by the contract before in the other.
   */
  readonly steps: readonly DeploymentStep[];
  readonly groups: readonly GroupImpact[];
  /** Groups that would break whatever the order, by what they read or by what waits in their retry topics. */
  readonly broken: readonly string[];
  /** Other contracts whose order asks for the opposite: an app that is deployed takes all of them at once. */
  readonly conflictsWith: readonly string[];
  /** Whether anything would break: a group, a rule of the registry, an event that is stored. */
  readonly breaks: boolean;
}

export interface RegistryImpact {
  readonly versions: number;
  /** Undefined for a contract that is new. */
  readonly mode: string | undefined;
}

export interface DeploymentStep {
  readonly role: 'consumers' | 'producers';
  /** Empty for those who write it, where no app says that it could. */
  readonly apps: readonly string[];
}

export interface GroupImpact {
  readonly app: string;
  readonly group: string;
  readonly does: 'handles' | 'ignores' | 'nothing';
  readonly turn: GroupTurn;
  /** Why it does not read, as it runs now, what will be written. */
  readonly newEvents: readonly Incompatibility[];
  /** Why it would not read, with the proposed contract, what was written before. */
  readonly oldEvents: readonly Incompatibility[];
  /** The newest real events written anew, and how many of them it does not read as it runs now. */
  readonly rewritten: UnreadCount | null;
  readonly retry: WaitingCount | null;
  /** All there are, those that were sent back among them: they stay where they are. `lost` could not be sent back any more. */
  readonly deadLetters: WaitingCount | null;
  /** Whether a dead letter holds its key: what it holds is open until the key is released. */
  readonly holdsKeys: boolean;
  /** Where reading stopped while there was more; retries are read first. Null when everything was read. */
  readonly cutAt: 'retry' | 'dead-letter' | null;
}
