import { contractRules } from '@spillway/contracts';
import { appsInBothSteps } from './apps-in-both-steps.js';
import type { ContractImpact, DeploymentStep, GroupImpact } from './impact-report.js';
import type { Incompatibility } from './judge-reading.js';
import { counted } from '../../output/counted.js';

type Sentences = readonly (readonly [heading: string, text: string])[];

/** What there is to say of a contract, beside the table of its groups: each with its heading. */
export function impactSentences(impact: ContractImpact): Sentences {
  const { groups } = impact;
  const newEvents = distinct(groups.flatMap((group) => group.newEvents));
  const oldEvents = distinct(groups.flatMap((group) => group.oldEvents));
  return [
    ...(impact.file === null ? goneTexts(impact) : heldAgainst(impact)),
    ...newEvents.map((text) => ['new', `not read by what runs now: ${text}`] as const),
    ...oldEvents.map((text) => ['old', `not read with the proposed contract: ${text}`] as const),
    ...groups.flatMap(lettersTexts),
    ['order', orderText(impact)],
    ...twiceTexts(impact),
    ...conflictTexts(impact),
    ...(impact.broken.length === 0 ? [] : [['breaks', impact.broken.join(', ')] as const]),
  ];
}

function heldAgainst(impact: ContractImpact): Sentences {
  return [
    ['registry', registryText(impact)],
    ['sample', sampleText(impact)],
  ];
}

/** Of a contract that was removed there is nothing that a registry could say. */
function goneTexts(impact: ContractImpact): Sentences {
  const rules = impact.rules.map(({ rule }) => {
    return ['rule', `${rule}: ${contractRules[rule].reason} ${contractRules[rule].fix}`] as const;
  });
  return [...rules, ['sample', sampleText(impact)]];
}

function registryText({ registry, rules: findings }: ContractImpact): string {
  const broken = findings.map(({ rule, path }) => `${rule} ${path}`).join(', ');
  if (registry === null) return findings.length === 0 ? 'not asked' : `not asked; its rules would refuse it, ${broken}`;
  const { versions, mode } = registry;
  if (versions === 0) return 'has no version of it yet';
  const held = `${counted(versions, 'version')}, ${mode ?? 'BACKWARD_TRANSITIVE'}`;
  return findings.length === 0 ? `${held}: goes through` : `${held}: refuses it, ${broken}`;
}

function sampleText({ sample }: ContractImpact): string {
  if (sample === null) return 'not asked';
  const { records, lost, unreadable, reason } = sample;
  if (records === 0) return 'no event of it is stored';
  const others = unreadable === 0 ? '' : `, ${unreadable} unreadable as before`;
  const why = reason === null ? '' : `: ${reason}`;
  return `${records - lost - unreadable} of the last ${records} real events are read${others}${why}`;
}

/** Which of them are settled a dead letter does not say: so it is said, and breaks nothing. */
function lettersTexts({ group, deadLetters, cutAt, holdsKeys }: GroupImpact): Sentences {
  if (deadLetters === null) return [];
  const { lost, records } = deadLetters;
  const held = holdsKeys ? '; those of keys that it holds are open: release these before' : '';
  const lostText = `${lost} of the ${records} dead letters of ${group} can be sent back before the change only${held}`;
  const cutText = `of ${group} only ${counted(records, 'dead letter')} read, and there are more: --waiting <count>`;
  return [
    ...(lost === 0 ? [] : [['letters', lostText] as const]),
    ...(cutAt === null ? [] : [['letters', cutText] as const]),
  ];
}

function orderText({ order, steps, groups }: ContractImpact): string {
  if (groups.length === 0) return 'any: no group reads it';
  if (order === 'any') return 'any';
  if (order === 'none') return 'none: whichever goes first, a group breaks';
  return `${order === 'consumers-first' ? 'consumers first' : 'producers first'}: ${steps.map(stepText).join(', ')}`;
}

/** Its older instances run beside the newer: they must not be given what they do not read. */
function twiceTexts({ order, steps }: ContractImpact): Sentences {
  const apps = appsInBothSteps(steps);
  if (apps.length === 0) return [];
  const [first, then] = order === 'consumers-first' ? ['reads', 'writes'] : ['writes', 'reads'];
  const text = `in two deployments: it ${first} by the new contract first, and ${then} by the one before until its second step`;
  return [['twice', `${apps.join(' and ')}, ${text}`]];
}

function conflictTexts({ conflictsWith }: ContractImpact): Sentences {
  if (conflictsWith.length === 0) return [];
  return [['conflict', `with the order of ${conflictsWith.join(', ')}: bring them out one after the other`]];
}

function stepText({ role, apps }: DeploymentStep, index: number): string {
  const names = apps.join(' and ');
  const who = role === 'consumers' ? names : `whoever writes it${names === '' ? '' : ` (${names})`}`;
  return `${index + 1}. ${who}`;
}

function distinct(all: readonly Incompatibility[]): readonly string[] {
  return [...new Set(all.map(({ rule, path, detail }) => `${rule} ${path}: ${detail}`))];
}
