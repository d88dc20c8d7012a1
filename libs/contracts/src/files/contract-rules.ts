import { compatibilityRules, type CompatibilityRule } from '../compatibility/compatibility-rules.js';

/** Rules of a check: those of compatibility, and those about whole contracts. */
export const contractRules = {
  SCHEMA_INVALID: {
    title: 'A file is no contract',
    reason: 'Nothing can be generated from it, registered or compared.',
    fix: 'Correct it at the place named.',
    isStricterThanAvro: true,
  },
  CONTRACT_REMOVED: {
    title: 'A contract is gone',
    reason: 'Stored events and waiting retries of the type have no reader any more.',
    fix: 'Keep the file for as long as such events exist; where the type was renamed, list the old full name in `aliases`.',
    isStricterThanAvro: true,
  },
  COMPATIBILITY_WEAKENED: {
    title: 'Less is asked of a contract than before',
    reason: 'What the mode before would have stopped passes from now on, and every record is still there to be read.',
    fix: 'Leave `spillway.compatibility` as it was; where a break is meant, suppress that break with its reason.',
    isStricterThanAvro: true,
  },
  TOPIC_CHANGED: {
    title: 'An event moved to another topic',
    reason: 'Groups of the topic before get no more of it, and what is there is not in the other.',
    fix: 'Keep the topic; for another one make a new event type, and write both until every group has moved.',
    isStricterThanAvro: true,
  },
  KEY_CHANGED: {
    title: 'An event has another key',
    reason:
      'Records of one thing go to another partition than before, so what was written before and after is handled in any order.',
    fix: 'Keep the key; for another one make a new event type.',
    isStricterThanAvro: true,
  },
  SUBJECT_CHANGED: {
    title: 'A contract is registered under another subject',
    reason:
      'Nothing holds it against the versions of the subject before any more, and apps that look up the one do not find the other.',
    fix: 'Keep `spillway.subjectStrategy` and `spillway.subject`; for another name make a new contract.',
    isStricterThanAvro: true,
  },
  ...compatibilityRules,
} as const satisfies Record<string, CompatibilityRule>;

export type ContractRuleName = keyof typeof contractRules;
