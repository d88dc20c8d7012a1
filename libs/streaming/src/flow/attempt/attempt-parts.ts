import type { Outcome } from '../../group/outcome.js';
import type { Clock } from '../../ports/clock.js';
import type { StateStore } from '../../ports/state-store.js';
import type { Tracing } from '../../ports/tracing.js';
import type { AttemptWatch } from './attempt-watch.js';
import type { LateWarnings } from './late-warnings.js';

/** What calling the handlers of a group takes. */
export interface AttemptParts {
  readonly groupId: string;
  readonly state: StateStore | undefined;
  readonly clock: Clock;
  readonly watch: AttemptWatch;
  readonly tracing: Tracing;
  /** What comes behind a delivery in a batch may not be done before it. */
  readonly keepsOrder: boolean;
  readonly late: LateWarnings;
  readonly classify: ((error: unknown) => Outcome | undefined) | undefined;
  /** For handlers that name no time-out. */
  readonly timeoutMs: number;
}
