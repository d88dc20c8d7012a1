import { describeError } from '../telemetry/describe-error.js';
import { backOffMs, type BackOff } from './back-off.js';
import type { MemberOptions } from './record-consumer-options.js';

/** What joining again needs of a member. */
export interface JoiningMember {
  readonly ended: AbortSignal;
  /** Nobody has stopped it, and it was not refused. */
  isWanted(): boolean;
  /** What it had is not its own any more. */
  giveUp(): Promise<void>;
  join(): Promise<void>;
}

/** Gives a source up and joins with a new one, as often as it takes; never rejects. */
export async function joinAgain(
  member: JoiningMember,
  backOff: BackOff,
  { clock, groupId, logger }: Pick<MemberOptions, 'clock' | 'groupId' | 'logger'>,
): Promise<void> {
  for (let attempt = 1; member.isWanted(); attempt++) {
    await member.giveUp();
    await clock.sleep(backOffMs(attempt, backOff), member.ended);
    if (!member.isWanted()) return;
    try {
      return await member.join();
    } catch (error) {
      logger.warn({ groupId, error: describeError(error) }, 'Joining the group again failed');
    }
  }
}
