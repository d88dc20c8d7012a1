import type { ContractRuleName } from './contract-rules.js';

/** An attribute that no longer says what it said. */
export interface AttributeChange {
  readonly rule: ContractRuleName;
  readonly attribute: string;
  readonly from: string;
  readonly to: string;
}
