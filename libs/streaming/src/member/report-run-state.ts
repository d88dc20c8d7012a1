import type { MemberOptions } from './member-options.js';
import { runStates, type shownRunState } from './run-state.js';

type Shown = ReturnType<typeof shownRunState>;

/** Logs a state that is new, and shows it as the one of all states whose gauge is 1. */
export function reportRunState(
  before: Shown,
  { state, reason }: Shown,
  { groupId, logger, metrics }: Pick<MemberOptions, 'groupId' | 'logger' | 'metrics'>,
): void {
  if (state === before.state) return;
  logger.info({ groupId, state, reason }, `The group is ${state}`);
  for (const each of runStates)
    metrics.set('spillway_consumer_state', each === state ? 1 : 0, { group: groupId, state: each });
}
