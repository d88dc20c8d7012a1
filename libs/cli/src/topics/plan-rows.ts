import type { SubjectStep } from '@spillway/codecs';
import type { AccessRule, TopologyChange } from '@spillway/streaming';
import { contractRules, type ContractFinding } from '@spillway/contracts';
import { findingSentence } from '../contracts/formats/finding-sentence.js';
import type { SystemPlan } from './system-plan.js';

/** A line of a plan, for people and for scripts alike. */
export interface PlanRow {
  /** What apply does; it does nothing where something `breaks`, `by hand` is left to a person, `note` is no difference. */
  readonly action:
    'breaks' | 'create' | 'extend' | 'configure' | 'set mode' | 'register' | 'allow' | 'by hand' | 'note';
  /** What it is done to, as `topic retail.orders`. */
  readonly resource: string;
  readonly detail: string;
}

/**
 * The plan as lines: what forbids it, what is done in the order in which it is; what is for a person and what is only worth
 * knowing last.
 */
export function planRows({ changes, contracts, byHand, notes }: SystemPlan): readonly PlanRow[] {
  const onTopics = changes.filter((change) => change.type !== 'allow').map(topicRow);
  const rules = changes.flatMap((change) => (change.type === 'allow' ? [change.rule] : []));
  return [
    ...contracts.blocking.map(breaksRow),
    ...onTopics,
    ...accessRows(rules),
    ...contracts.steps.flatMap(subjectRows),
    ...byHand.map(({ about, problem, fix }): PlanRow => {
      return { action: 'by hand', resource: about, detail: `${problem}. ${fix}` };
    }),
    ...contracts.standing.map(standingRow),
    ...notes.map(({ about, detail }): PlanRow => ({ action: 'note', resource: about, detail })),
  ];
}

function breaksRow(finding: ContractFinding): PlanRow {
  return {
    ...{ action: 'breaks', resource: contractOf(finding) },
    detail: `${brief(finding)} ${contractRules[finding.rule].fix}`,
  };
}

/** Worth knowing, and no difference: what the registry has is what the manifest says. */
function standingRow(finding: ContractFinding): PlanRow {
  return { action: 'note', resource: contractOf(finding), detail: `registered already as it is. ${brief(finding)}` };
}

function contractOf({ path, contracts }: ContractFinding): string {
  return `contract ${contracts.length === 0 ? path : contracts.join(', ')}`;
}

function brief(finding: ContractFinding): string {
  return `${finding.rule} ${finding.path}: ${findingSentence(finding)}`;
}

function topicRow(change: Exclude<TopologyChange, { readonly type: 'allow' }>): PlanRow {
  const resource = `topic ${change.topic}`;
  switch (change.type) {
    case 'create-topic': {
      const settings = Object.entries(change.config).map(([name, value]) => `, ${name}=${value}`);
      return { action: 'create', resource, detail: `${change.partitions} partitions${settings.join('')}` };
    }
    case 'add-partitions':
      return { action: 'extend', resource, detail: `${change.from} → ${change.to} partitions, as its source has` };
    case 'change-settings': {
      const settings = change.settings.map(({ name, from, to }) => `${name}=${from ?? '(none)'} → ${to}`);
      return { action: 'configure', resource, detail: settings.join(', ') };
    }
  }
}

/** The operations of a principal on one resource in one line. */
function accessRows(rules: readonly AccessRule[]): readonly PlanRow[] {
  const byPlace = Map.groupBy(rules, ({ principal, resource, pattern, name }) => {
    return `${principal}\n${resource} ${name}${pattern === 'prefixed' ? '*' : ''}`;
  });
  return [...byPlace].map(([place, same]): PlanRow => {
    const [principal = '', where = ''] = place.split('\n');
    return {
      action: 'allow',
      resource: principal,
      detail: `${same.map(({ operation }) => operation).join(', ')} on ${where}`,
    };
  });
}

function subjectRows({ subject, mode, modeBefore, setsMode, id }: SubjectStep): readonly PlanRow[] {
  const resource = `subject ${subject}`;
  const detail = `${modeBefore ?? '(none)'} → ${mode}`;
  const sets: PlanRow[] = setsMode ? [{ action: 'set mode', resource, detail }] : [];
  return id === undefined ? [...sets, { action: 'register', resource, detail: 'the contract of the manifest' }] : sets;
}
