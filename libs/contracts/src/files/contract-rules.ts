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
  ...compatibilityRules,
} as const satisfies Record<string, CompatibilityRule>;

export type ContractRuleName = keyof typeof contractRules;
