import { usualCompatibilityMode, type CompatibilityMode } from '@spillway/events';
import { checkHistory, type HistoryFinding } from '../compatibility/check-history.js';
import { attributeFindings } from './attribute-findings.js';
import type { Contract, ContractSet } from './contract.js';
import type { ContractFinding } from './contract-finding.js';
import { namesOfContract } from './names-of-contract.js';
import type { Past } from './past.js';
import { pastOfContract } from './past-of-contract.js';

export interface ContractCheck {
  /** Contracts that were compared with at least one version. */
  readonly compared: readonly string[];
  /** Contracts that are in no version before. */
  readonly added: readonly string[];
  /** Contracts of whose versions nothing is asked. */
  readonly unasked: readonly string[];
  readonly findings: readonly ContractFinding[];
}

/**
 * Compares contracts with their past: each that has a subject with the versions of its full name and of its aliases, in the mode that
 * is given, else the one the contract says, else the one of the past, else BACKWARD_TRANSITIVE. That a contract says a weaker one
 * than the past had is a finding of its own.
 *
 * @returns findings by file and line; one that several events share through a record is there once
 */
export function checkContracts(proposed: ContractSet, past: Past, mode?: CompatibilityMode): ContractCheck {
  const found = new Map<string, ContractFinding>();
  const [compared, added, unasked]: [string[], string[], string[]] = [[], [], []];
  for (const contract of proposed.contracts.filter(({ subject }) => subject !== undefined)) {
    const before = pastOfContract(contract, past);
    const isKnown = before.some(({ versions }) => versions.length > 0);
    (isKnown ? compared : added).push(contract.fullName);
    const inMode =
      mode ?? contract.compatibility ?? before.find((each) => each.mode !== undefined)?.mode ?? usualCompatibilityMode;
    if (isKnown && inMode === 'NONE') unasked.push(contract.fullName);
    const versions = before.flatMap((each) => each.versions);
    for (const finding of checkHistory(inMode, versions, contract.type)) {
      note(found, placed(finding, { proposed, contract, mode: inMode }));
    }
  }
  const findings = [
    ...invalidFiles(proposed),
    ...removed(proposed, past),
    ...attributeFindings(proposed, past),
    ...found.values(),
  ];
  return { compared, added, unasked, findings: findings.toSorted(byPlace) };
}

function placed(
  finding: HistoryFinding,
  at: { readonly proposed: ContractSet; readonly contract: Contract; readonly mode: CompatibilityMode },
): ContractFinding {
  const { rule, path, detail, against, newer } = finding;
  const place = finding[newer];
  const position = at.proposed.positionOf(place);
  const contracts = [at.contract.fullName];
  return { rule, file: place.source, ...position, path, detail, contracts, against, mode: at.mode, newer };
}

function note(found: Map<string, ContractFinding>, finding: ContractFinding): void {
  // From a manifest all findings of a contract have one place.
  const { rule, file, line, column, path, detail, mode, newer } = finding;
  const key = JSON.stringify([rule, file, line, column, path, detail, mode, newer]);
  const known = found.get(key);
  if (known === undefined) return void found.set(key, finding);
  const contracts = [...new Set([...known.contracts, ...finding.contracts])];
  const against = [...new Set([...known.against, ...finding.against])];
  found.set(key, { ...known, contracts, against });
}

function invalidFiles({ problems }: ContractSet): readonly ContractFinding[] {
  return problems.map(({ source, line, column, detail }) => ({
    ...({ rule: 'SCHEMA_INVALID', file: source, line, column, path: source, detail } as const),
    ...{ contracts: [], against: [] },
  }));
}

/** Not when a file could not be read: it may be the one. */
function removed({ contracts, problems }: ContractSet, past: Past): readonly ContractFinding[] {
  if (!past.isWhole || problems.length > 0) return [];
  const names = new Set(contracts.flatMap(namesOfContract));
  const gone = [...past.contracts].filter(([name]) => !names.has(name));
  return gone.map(([name, { versions }]) => ({
    ...({ rule: 'CONTRACT_REMOVED', file: versions[0]?.schema.place.source ?? '', line: 1, column: 1 } as const),
    ...{ path: name, detail: name, contracts: [name], against: versions.map(({ label }) => label) },
  }));
}

function byPlace(one: ContractFinding, other: ContractFinding): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
