import type { CompatibilityMode } from '@spillway/events';
import type { Newer } from '../compatibility/finding.js';
import type { Position } from '../json/position-at.js';
import type { ContractRuleName } from './contract-rules.js';

/** A finding at its place in a file. */
export interface ContractFinding extends Position {
  readonly rule: ContractRuleName;
  readonly file: string;
  /** What it is about: the record and the field, or the contract. */
  readonly path: string;
  /** This occurrence in a few words. */
  readonly detail: string;
  /** Full names of the contracts that are concerned: more than one where they share a record. */
  readonly contracts: readonly string[];
  /** The versions it stands against. */
  readonly against: readonly string[];
  /** Undefined when it stands whatever the mode is. */
  readonly mode?: CompatibilityMode;
  /** Whether the newer side would read (records written before) or write (for readers on the older version). */
  readonly newer?: Newer;
}
