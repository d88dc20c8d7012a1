import type { CompatibilityMode } from '@spillway/events';
import type { TypeUse } from '../schema/schema-node.js';
import { compare } from './compare.js';
import type { Finding, Newer } from './finding.js';
import { isTransitiveMode } from './is-transitive-mode.js';
import { sidesOfMode } from './sides-of-mode.js';

/** A version that was registered before. */
export interface PastVersion {
  /** How it is called to people. */
  readonly label: string;
  readonly schema: TypeUse;
}

export interface HistoryFinding extends Finding {
  /** Which side of the difference is the proposed schema. */
  readonly newer: Newer;
  /** The versions it stands against, oldest first. */
  readonly against: readonly string[];
}

/**
 * What a proposed version breaks of its history.
 *
 * BACKWARD asks whether the proposed schema reads what was written before, FORWARD whether readers on the older schema
 * read what will be written, FULL both; against the last version, or with _TRANSITIVE against all.
 *
 * @param history oldest first
 * @returns a difference that stands against several versions once
 */
export function checkHistory(
  mode: CompatibilityMode,
  history: readonly PastVersion[],
  proposed: TypeUse,
): readonly HistoryFinding[] {
  const versions = isTransitiveMode(mode) ? history : history.slice(-1);
  const found = new Map<string, HistoryFinding>();
  for (const newer of sidesOfMode(mode)) {
    for (const { label, schema } of versions) {
      const findings = newer === 'reader' ? compare(schema, proposed, newer) : compare(proposed, schema, newer);
      for (const finding of findings) note(found, { ...finding, newer, against: [label] });
    }
  }
  return [...found.values()];
}

function note(found: Map<string, HistoryFinding>, finding: HistoryFinding): void {
  const { rule, path, detail, newer } = finding;
  const { source, pointer } = finding[newer];
  const key = JSON.stringify([newer, rule, path, detail, source, pointer]);
  const known = found.get(key);
  found.set(key, known === undefined ? finding : { ...known, against: [...known.against, ...finding.against] });
}
