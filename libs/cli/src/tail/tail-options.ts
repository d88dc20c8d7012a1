import type { OutputForm } from '../output/output-option.js';
import type { Condition } from './condition.js';
import type { TailFrom } from './tail-start.js';

export interface TailOptions {
  readonly topic: string;
  readonly from: TailFrom;
  readonly where: readonly Condition[];
  /** Ends after so many. */
  readonly limit?: number;
  readonly follow: boolean;
  readonly output: OutputForm;
}
