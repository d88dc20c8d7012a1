import { describeError } from '../errors/describe-error.js';
import { backOffMs } from '../concurrency/back-off.js';
import { patientBackOff } from '../concurrency/patient-back-off.js';
import type { MemberOptions } from './member-options.js';

/** What joining again needs of a member. */
export interface JoiningMember {
  readonly options: Pick<MemberOptions, 'clock' | 'groupId' | 'logger'>;
  readonly ended: AbortSignal;
  /** It stops, or was refused. */
  isOver(): boolean;
  /**
   * What it had is not its own any more.
   *
   * @param isOrderly until now it is: what is done is committed before its source goes
   */
  giveUp(isOrderly: boolean): Promise<void>;
  join(): Promise<void>;
}

/** How a member joins again: it gives its source up and joins with a new one, as often as it takes. */
export class Rejoins {
  #isUnderWay = false;
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly member: JoiningMember) {}

  /** The source is being replaced. */
  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** When the join under way is over, or the last one was. */
  get settled(): Promise<void> {
    return this.#last;
  }

  /** @param starting the first join, which is not made here; it may reject */
  begin(starting: Promise<void>): void {
    this.#last = starting.catch(() => {});
  }

  /**
   * Nothing while it is under way.
   *
   * @param isOrderly what the member has is its own: it leaves with what is done committed
   */
  again({ isOrderly }: { readonly isOrderly: boolean }): void {
    if (!this.#isUnderWay) this.#last = this.#join(isOrderly);
  }

  async #join(isOrderly: boolean): Promise<void> {
    this.#isUnderWay = true;
    const { member } = this;
    const { clock, groupId, logger } = member.options;
    for (let attempt = 1; !member.isOver(); attempt++) {
      await member.giveUp(isOrderly);
      await clock.sleep(backOffMs(attempt, patientBackOff), member.ended);
      if (member.isOver()) break;
      try {
        await member.join();
        break;
      } catch (error) {
        logger.warn({ groupId, error: describeError(error) }, 'Joining the group again failed');
      }
    }
    this.#isUnderWay = false;
  }
}
