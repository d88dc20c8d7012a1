import type { DeadLetterBudget } from '../../outage/dead-letter-budget.js';

/** What lets deliveries of one handler through. */
export interface HandlerGate {
  readonly dependencies: readonly string[];
  readonly budget: DeadLetterBudget;
  /** How many deliveries it has completed. */
  completed: number;
}
