import { describeError } from '../errors/describe-error.js';
import type { MemberOptions } from './member-options.js';
import { repeatEvery } from '../concurrency/repeat-every.js';

/** Does what a group needs again and again, until the signal; what fails is tried at the next turn. */
export function runUpkeep(
  everyMs: number,
  task: () => Promise<void>,
  signal: AbortSignal,
  { groupId, logger, clock }: Pick<MemberOptions, 'groupId' | 'logger' | 'clock'>,
): void {
  const onError = (error: unknown): void =>
    logger.warn({ groupId, error: describeError(error) }, 'Upkeep of the group failed; it is tried again');
  void repeatEvery(everyMs, task, { clock, signal, onError });
}
