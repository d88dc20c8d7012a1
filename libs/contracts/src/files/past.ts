import type { CompatibilityMode } from '@spillway/events';
import type { PastVersion } from '../compatibility/check-history.js';
import type { StatedAttributes } from './stated-attributes.js';

/** What contracts are compared with. */
export interface Past {
  /** Branch, registry or folder, as people call it. */
  readonly label: string;
  /** By full name. */
  readonly contracts: ReadonlyMap<string, PastContract>;
  /** Whether it holds these contracts and no others, so that one that it alone has was removed. */
  readonly isWhole: boolean;
}

export interface PastContract {
  /** Oldest first. */
  readonly versions: readonly PastVersion[];
  /** What is asked of its versions there. */
  readonly mode?: CompatibilityMode;
  /** What goes on being asked there of a contract that says nothing; the usual mode where it is not known. */
  readonly modeWhenSilent?: CompatibilityMode;
  /** What the last version says of itself, as far as it is known there. */
  readonly attributes?: StatedAttributes;
}
