import { SpillwayError } from '@spillway/events';
import type { HandlerContext } from '../../group/handler.js';
import type { StateStore } from '../../ports/state-store.js';
import { completedAttempt, markedAttempt, type AttemptResult } from '../item/attempt-result.js';
import type { AttemptParts } from './attempt-parts.js';
import { AttemptScope } from '../item/attempt-scope.js';
import { countedIdentity } from '../item/counted-identity.js';
import { doneMark } from '../item/done-mark.js';
import type { FlowItem } from '../item/flow-item.js';
import { markInTransaction } from './mark-in-transaction.js';

/** Thrown through a unit of work whose event is counted already, so that nothing of it is written. */
class CountedBefore extends Error {}

/** What a handler of single events gets: its signal, and the one transaction that also says what is done. */
export class SingleContext implements HandlerContext {
  /** The unit of work found the event counted before: nothing of it was written. */
  isRepeat = false;
  /** The unit of work has committed, or found the event counted before: the delivery is done, whatever follows. */
  isMarked = false;

  #scope: AttemptScope | undefined = undefined;
  /** Once it was begun. */
  #unit: Promise<unknown> | undefined = undefined;
  /** Of a unit of work that could not be had. */
  #refusal: SpillwayError | undefined = undefined;

  constructor(
    private readonly item: FlowItem,
    readonly parts: AttemptParts,
    private readonly life: AbortSignal,
  ) {}

  /** Made when the call takes time or its signal is asked for: most calls end at once. */
  get scope(): AttemptScope {
    if (this.#scope === undefined) {
      const { item, parts } = this;
      const { name, timeoutMs = parts.timeoutMs } = item.binding!;
      item.startedAtMs = parts.clock.steadyMs();
      this.#scope = new AttemptScope(name, item.startedAtMs + timeoutMs, this.life);
    }
    return this.#scope;
  }

  get signal(): AbortSignal {
    return this.scope.signal;
  }

  get result(): AttemptResult {
    return this.isMarked ? markedAttempt : completedAttempt;
  }

  /** A unit of work was begun, or refused. */
  get isBusy(): boolean {
    return this.#unit !== undefined || this.#refusal !== undefined;
  }

  unitOfWork<T>(work: (transaction: unknown) => Promise<T>): Promise<T> {
    const { state, groupId } = this.parts;
    if (state === undefined) return this.#refuse(`Group ${groupId} has no state store`);
    if (this.#unit !== undefined) return this.#refuse('An attempt has one unit of work');
    const unit = heardOf(this.#run(state, work));
    this.#unit = unit;
    return unit;
  }

  /**
   * Resolves when its unit of work has ended.
   *
   * @returns why what it was asked to do is not written, or not all of it; undefined when it is
   */
  async unwritten(): Promise<{ readonly error: unknown } | undefined> {
    try {
      await this.#unit;
    } catch (error) {
      return { error };
    }
    return this.#refusal === undefined ? undefined : { error: this.#refusal };
  }

  #refuse(detail: string): Promise<never> {
    this.#refusal ??= new SpillwayError('SPW-5032', detail);
    return heardOf(Promise.reject(this.#refusal));
  }

  async #run<T>(state: StateStore, work: (transaction: unknown) => Promise<T>): Promise<T> {
    const { groupId } = this.parts;
    const { item, scope } = this;
    const identity = countedIdentity(item);
    // Kept here: the item may have ended when the unit of work is begun late.
    const delivery = item.delivery!;
    try {
      const counted = async (transaction: unknown) => {
        const [isNew] = await state.inbox.admit(transaction, groupId, delivery.topic, [identity]);
        if (isNew !== true) throw new CountedBefore('The event was counted before');
        const written = await work(transaction);
        delivery.seal();
        await delivery.published();
        // Who lost the partition meanwhile writes nothing any more: its new owner handles the event.
        scope.signal.throwIfAborted();
        return [written, [doneMark(item, { completed: 1 })]] as const;
      };
      const answer = await markInTransaction({ state, groupId, place: 'single', work: counted });
      this.isMarked = true;
      return answer;
    } catch (error) {
      if (error instanceof CountedBefore) await this.#markRepeat();
      throw error;
    }
  }

  /** The event is counted, but not this record of it. */
  async #markRepeat(): Promise<void> {
    const { state, groupId } = this.parts;
    const work = async () => [undefined, [doneMark(this.item)]] as const;
    await markInTransaction({ state: state!, groupId, place: 'repeat', work });
    this.isRepeat = true;
    this.isMarked = true;
  }
}

/** Whoever settles the delivery hears of its failure; the handler may not. */
function heardOf<T>(unit: Promise<T>): Promise<T> {
  unit.catch(() => undefined);
  return unit;
}
