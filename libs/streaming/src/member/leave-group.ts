import { failpoint } from '../failpoints/failpoint.js';
import type { RecordSource } from '../ports/record-source.js';
import { describeError } from '../errors/describe-error.js';
import type { MemberOptions } from './member-options.js';
import { settlesWithin } from '../concurrency/settles-within.js';

const leaveTimeoutMs = 10_000;

/** Stops a source, with patience for a while. Never rejects: who leaves does not come back to it. */
export async function leaveGroup(
  source: RecordSource | undefined,
  { groupId, logger, clock }: Pick<MemberOptions, 'groupId' | 'logger' | 'clock'>,
): Promise<void> {
  if (source === undefined) return;
  await failpoint('before-leave');
  const leaving = source.stop().catch((error: unknown) => {
    logger.warn({ groupId, error: describeError(error) }, 'Leaving the group failed');
  });
  await settlesWithin(leaving, leaveTimeoutMs, clock);
}
