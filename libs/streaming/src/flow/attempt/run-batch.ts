import { SpillwayError } from '@spillway/events';
import { failpointSync } from '../../failpoints/failpoint.js';
import type { Outcome } from '../../group/outcome.js';
import type { BatchBinding } from '../../group/handler-binding.js';
import type { DoneMark, EventIdentity, StateStore } from '../../ports/state-store.js';
import {
  behindAttempt,
  completedAttempt,
  givenBack,
  markedAttempt,
  type AttemptResult,
} from '../item/attempt-result.js';
import type { AttemptParts } from './attempt-parts.js';
import { AttemptScope } from '../item/attempt-scope.js';
import { countedIdentity } from '../item/counted-identity.js';
import { doneMark } from '../item/done-mark.js';
import { firstUndone } from './first-undone.js';
import type { FlowItem } from '../item/flow-item.js';
import { isPromise } from '../../concurrency/is-promise.js';
import { markInTransaction } from './mark-in-transaction.js';
import { resultOfError, stateDependency } from './result-of-error.js';
import { resultOfOutcome } from './result-of-outcome.js';

type Results = readonly AttemptResult[];

/**
 * Calls a batch handler with deliveries of its own, all of one group and topic. A call that throws is cut in halves down
 * to the delivery that fails alone, so that one bad event never holds the others; log order is kept. One that runs out of
 * time has failed for all of them: what hangs would hang in the halves too, each for the whole time. With state, each call
 * is one transaction with the inbox.
 *
 * Where the order is the partition's, what comes behind one that is not completed waits, whatever was answered for it:
 * with state, what was written for it is rolled back, and those before it are handled again without it.
 *
 * @returns one result for each item, index-aligned; at once when the handler answers at once. Never rejects.
 */
export function runBatch(
  items: readonly FlowItem[],
  parts: AttemptParts,
  signal: AbortSignal,
): Results | Promise<Results> {
  const batch = new BatchAttempt(items[0]!.binding as BatchBinding, parts, signal);
  return parts.state === undefined ? batch.runWithoutState(items) : batch.isolate(items);
}

class BatchAttempt {
  constructor(
    private readonly binding: BatchBinding,
    private readonly parts: AttemptParts,
    private readonly signal: AbortSignal,
  ) {}

  runWithoutState(items: readonly FlowItem[]): Results | Promise<Results> {
    const scope = this.#scope(items);
    try {
      const answer = this.#call(items, { transaction: undefined, scope });
      const isLater = isPromise(answer) || items.some((item) => item.delivery!.hasPublished);
      if (isLater) return this.#settleWithoutState(items, scope, Promise.resolve(answer));
      const results = this.#inOrder(this.#read(items, answer));
      for (const item of items) item.delivery!.seal();
      return results;
    } catch (error) {
      return this.#settleWithoutState(items, scope, Promise.reject(error));
    }
  }

  /** One transaction for all; when it fails, one for each half. */
  async isolate(items: readonly FlowItem[]): Promise<Results> {
    const scope = this.#scope(items);
    this.parts.watch.add(scope);
    const attempt: CallState = { wasCalled: false, fits: items.length };
    try {
      return await markInTransaction({
        state: this.parts.state!,
        groupId: this.parts.groupId,
        place: 'batch',
        work: (transaction) => this.#runIn(transaction, items, scope, attempt),
      });
    } catch (error) {
      if (scope.isGivenBack) return items.map(() => givenBack);
      // Before any handler ran it is our own store that fails, never an event.
      if (!attempt.wasCalled) {
        return this.#inOrder(items.map(() => ({ type: 'suspend', dependency: stateDependency, error }) as const));
      }
      const failure = attempt.fits === items.length ? this.#failureOfAll(items, scope, error) : undefined;
      if (failure !== undefined) return await this.#failAll(items, failure);
    } finally {
      this.parts.watch.remove(scope);
    }
    return attempt.fits < items.length ? this.#upTo(items, attempt.fits) : this.#halves(items);
  }

  async #runIn(
    transaction: unknown,
    items: readonly FlowItem[],
    scope: AttemptScope,
    attempt: CallState,
  ): Promise<readonly [Results, readonly DoneMark[]]> {
    const { groupId } = this.parts;
    const { inbox } = this.parts.state!;
    const { topic } = items[0]!.delivery!;
    const identities = items.map(countedIdentity);
    const isNew = await inbox.admit(transaction, groupId, topic, identities);
    const fresh = items.filter((_, index) => isNew[index] === true);
    scope.signal.throwIfAborted();
    attempt.fits = items.length;
    attempt.wasCalled = fresh.length > 0;
    const answers = fresh.length === 0 ? [] : await this.#callIn(fresh, transaction, scope);
    this.#refuseOvertaken(items, { fresh, answers, attempt });
    const resultOf = new Map(this.#inOrder(answers).map((result, index) => [fresh[index]!, result]));
    const marks = await this.#marksOf(transaction, items, identities, resultOf);
    return [items.map((item) => resultOf.get(item) ?? markedAttempt).map(asMarked), marks];
  }

  async #callIn(fresh: readonly FlowItem[], transaction: unknown, scope: AttemptScope): Promise<Results> {
    const answers = this.#read(fresh, await this.#call(fresh, { transaction, scope }));
    await allPublished(fresh);
    if (scope.timedOut !== undefined) throw scope.timedOut;
    // Who lost the partition meanwhile writes nothing any more: its new owner handles the events.
    scope.signal.throwIfAborted();
    return answers;
  }

  /** Rolls back what was written for deliveries behind one that is not completed. @throws the reason, with what fits into a call */
  #refuseOvertaken(
    items: readonly FlowItem[],
    call: { readonly fresh: readonly FlowItem[]; readonly answers: Results; readonly attempt: CallState },
  ): void {
    const index = this.parts.keepsOrder ? firstUndone(call.answers) : undefined;
    if (index === undefined || call.answers.slice(index + 1).every(({ type }) => type === 'behind')) return;
    call.attempt.fits = items.indexOf(call.fresh[index]!) + 1;
    throw new Error('Deliveries were handled ahead of one that is not completed');
  }

  /** What is completed, now or before, is done with this transaction; what is not counts as never seen. */
  async #marksOf(
    transaction: unknown,
    items: readonly FlowItem[],
    identities: readonly EventIdentity[],
    resultOf: ReadonlyMap<FlowItem, AttemptResult>,
  ): Promise<readonly DoneMark[]> {
    const { groupId } = this.parts;
    const { inbox } = this.parts.state as StateStore;
    const isOpen = (item: FlowItem): boolean => (resultOf.get(item)?.type ?? 'completed') !== 'completed';
    const open = identities.filter((_, index) => isOpen(items[index]!));
    if (open.length > 0) await inbox.forget(transaction, groupId, items[0]!.delivery!.topic, open);
    return items
      .filter((item) => !isOpen(item))
      .map((item) => doneMark(item, { completed: resultOf.has(item) ? 1 : 0 }));
  }

  async #settleWithoutState(
    items: readonly FlowItem[],
    scope: AttemptScope,
    answer: Promise<readonly Outcome[] | void>,
  ): Promise<Results> {
    this.parts.watch.add(scope);
    try {
      const results = this.#read(items, await answer);
      await allPublished(items);
      if (scope.isGivenBack) return items.map(() => givenBack);
      if (scope.timedOut !== undefined) throw scope.timedOut;
      return this.#inOrder(results);
    } catch (error) {
      if (scope.isGivenBack) return items.map(() => givenBack);
      const failure = this.#failureOfAll(items, scope, error);
      if (failure !== undefined) return await this.#failAll(items, failure);
    } finally {
      this.parts.watch.remove(scope);
    }
    return this.#halves(items);
  }

  /** Undefined when it may be one of them alone that has failed. */
  #failureOfAll(items: readonly FlowItem[], scope: AttemptScope, error: unknown): AttemptResult | undefined {
    const failure = this.#failed(scope.timedOut ?? error);
    return items.length === 1 || failure.type === 'suspend' || scope.timedOut !== undefined ? failure : undefined;
  }

  /** What has failed counts once all that was published is written. */
  async #failAll(items: readonly FlowItem[], failure: AttemptResult): Promise<Results> {
    try {
      await allPublished(failure.type === 'suspend' ? [] : items);
      return this.#inOrder(items.map(() => failure));
    } catch (error) {
      const unwritten = this.#failed(error);
      return this.#inOrder(items.map(() => unwritten));
    } finally {
      for (const { delivery } of items) delivery!.seal();
    }
  }

  /** In log order. After a half that has to wait the other waits as well, in the order of the partition after any that fails. */
  async #halves(items: readonly FlowItem[]): Promise<Results> {
    const middle = Math.ceil(items.length / 2);
    const [first, second] = [items.slice(0, middle), items.slice(middle)];
    if (this.parts.keepsOrder) return this.#upTo(items, middle);
    const results = await this.#again(first);
    const suspended = results.find((result) => result.type === 'suspend');
    if (suspended !== undefined) return [...results, ...second.map(() => suspended)];
    return [...results, ...(await this.#again(second))];
  }

  /** The first so many, then, once they are completed, the others. */
  async #upTo(items: readonly FlowItem[], count: number): Promise<Results> {
    const results = await this.#again(items.slice(0, count));
    const rest = items.slice(count);
    return [
      ...results,
      ...(firstUndone(results) === undefined ? await this.#again(rest) : rest.map(() => behindAttempt)),
    ];
  }

  #again(items: readonly FlowItem[]): Results | Promise<Results> {
    if (this.signal.aborted) return items.map(() => givenBack);
    for (const { delivery } of items) delivery!.reset(delivery!.attempt);
    return this.parts.state === undefined ? this.runWithoutState(items) : this.isolate(items);
  }

  #scope(items: readonly FlowItem[]): AttemptScope {
    const timeoutMs = this.binding.timeoutMs ?? this.parts.timeoutMs;
    const { clock } = this.parts;
    const startedAtMs = clock.steadyMs();
    for (const item of items) item.startedAtMs = startedAtMs;
    return new AttemptScope(this.binding.name, startedAtMs + timeoutMs, this.signal);
  }

  #call(items: readonly FlowItem[], { transaction, scope }: { transaction: unknown; scope: AttemptScope }) {
    failpointSync('before-batch-handler');
    const context = {
      transaction,
      get signal() {
        return scope.signal;
      },
    };
    const deliveries = items.map((item) => item.delivery!);
    const { tracing, groupId } = this.parts;
    const handle = () => this.binding.handleBatch(deliveries, context);
    return tracing.isOn ? tracing.process({ group: groupId, deliveries }, handle) : handle();
  }

  #read(items: readonly FlowItem[], answer: readonly Outcome[] | void | null): Results {
    if (answer === undefined || answer === null) return items.map(() => completedAttempt);
    if (!Array.isArray(answer) || answer.length !== items.length) {
      const count = Array.isArray(answer) ? answer.length : 'no list of';
      const detail = `${this.binding.name} got ${items.length} deliveries and answered ${count} outcomes`;
      throw new SpillwayError('SPW-5007', detail);
    }
    const waits = (index: number): boolean =>
      this.parts.keepsOrder && answer.slice(0, index).some((outcome) => !isCompleted(outcome));
    return (answer as readonly Outcome[]).map((outcome, index) =>
      outcome?.type === 'behind' && waits(index) ? behindAttempt : resultOfOutcome(outcome, this.binding.name),
    );
  }

  /** In the order of the partition what comes behind one that is not completed waits for it, whatever was answered. */
  #inOrder(results: Results): Results {
    const index = this.parts.keepsOrder ? firstUndone(results) : undefined;
    if (index === undefined || results[index]!.type === 'given-back') return results;
    return results.map((result, at) => (at > index ? behindAttempt : result));
  }

  #failed(error: unknown): AttemptResult {
    return resultOfError(error, this.binding, this.parts.classify);
  }
}

interface CallState {
  /** A handler was called, and what went wrong may be its own. */
  wasCalled: boolean;
  /** So many of the deliveries may be handled together. */
  fits: number;
}

function isCompleted(outcome: Outcome | null | undefined): boolean {
  return (outcome?.type ?? 'completed') === 'completed';
}

/** Resolves when what was published for them is written; nothing more is. */
async function allPublished(items: readonly FlowItem[]): Promise<void> {
  for (const { delivery } of items) delivery!.seal();
  await Promise.all(items.map(({ delivery }) => delivery!.published()));
}

function asMarked(result: AttemptResult): AttemptResult {
  return result.type === 'completed' ? markedAttempt : result;
}
