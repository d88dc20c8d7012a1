import { failpointSync } from '../../failpoints/failpoint.js';
import { markedAttempt, type AttemptResult } from '../item/attempt-result.js';
import { countedIdentity } from '../item/counted-identity.js';
import type { FlowItem } from '../item/flow-item.js';
import type { FlowParts } from '../flow-parts.js';
import type { GateWait } from '../gate/gate.js';
import { isPromise } from '../../concurrency/is-promise.js';
import { readItem, type ReadItem, type UnhandledItem } from '../intake/read-item.js';
import { stateDependency } from './result-of-error.js';
import { runBatch } from './run-batch.js';
import { runSingle } from './run-single.js';
import { standsAlone } from './stands-alone.js';

/** What calling handlers may ask of its flow. */
export interface CallHooks {
  /** The item needs time: what must not overtake it waits. */
  occupy(item: FlowItem): void;
  /** Those of its lane that may be handled together with it, at most so many. */
  companions(first: FlowItem, room: number): readonly FlowItem[];
  /** A record that no handler gets. */
  unhandled(item: FlowItem, read: UnhandledItem): void;
  stall(item: FlowItem, wait: GateWait): void;
  /** Calls have ended. `isLater` when others may have had their turn meanwhile. */
  settled(items: readonly FlowItem[], results: readonly AttemptResult[], isLater: boolean): void;
  /** Nothing new is begun. */
  isStopping(): boolean;
}

/** Reads records and calls their handlers: single ones side by side, batches one call after the other. */
export class ItemCalls {
  #running = 0;
  #isBatchRunning = false;
  /** For a batch handler's next call. */
  #ready: FlowItem[] = [];

  constructor(
    private readonly parts: FlowParts,
    private readonly signal: AbortSignal,
    private readonly flow: CallHooks,
  ) {}

  /** Calls of single handlers, and records being decoded. */
  get running(): number {
    return this.#running;
  }

  get readyCount(): number {
    return this.#ready.length;
  }

  get isBusy(): boolean {
    return this.#running > 0 || this.#isBatchRunning;
  }

  /** Decodes the record unless it is, and gives it to its handler as soon as may be. */
  begin(item: FlowItem): void {
    if (item.delivery !== undefined) return this.#attempt(item);
    const wait = this.parts.gate.admitReading(item);
    if (wait !== undefined) return this.flow.stall(item, wait);
    failpointSync('before-decode');
    const read = readItem(item, this.parts.reading);
    if (isPromise(read)) void this.#readLater(item, read);
    else this.#wasRead(item, read);
  }

  /** Gives what is ready to its batch handler. Answers whether a call has begun and ended. */
  startBatch(): boolean {
    let hasEnded = false;
    while (!this.#isBatchRunning && this.#ready.length > 0) {
      const items = this.#withCompanions(this.#takeReady());
      const results = runBatch(items, this.parts.attempts, this.signal);
      if (isPromise(results)) void this.#batchLater(items, results);
      else {
        this.flow.settled(items, results, false);
        hasEnded = true;
      }
    }
    return hasEnded;
  }

  /** What was not given to its handler yet. */
  giveBack(): readonly FlowItem[] {
    return this.#ready.splice(0);
  }

  /** Whether it may be given to the same handler now, behind the other; then it has begun. */
  joins(item: FlowItem, first: FlowItem): boolean {
    if (item.waitsFor !== undefined) return false;
    if (item.delivery === undefined) {
      const read = readItem(item, this.parts.reading);
      // What is no delivery, or needs time, is read again when its turn has come.
      if (isPromise(read) || read.type !== 'deliver') return false;
    }
    if (item.binding !== first.binding || this.parts.gate.admit(item) !== undefined) return false;
    item.calls++;
    item.delivery!.reset(item.failures);
    return true;
  }

  /** In the order of the partition one at a time is ready, and those behind it wait in its lane. */
  #withCompanions(items: readonly FlowItem[]): readonly FlowItem[] {
    const { attempts, control } = this.parts;
    if (!attempts.keepsOrder) return items;
    return [...items, ...this.flow.companions(items[0]!, control.limits.maxRoundRecords - items.length)];
  }

  async #readLater(item: FlowItem, read: PromiseLike<ReadItem>): Promise<void> {
    this.flow.occupy(item);
    this.#running++;
    const later = await read;
    this.#running--;
    if (!this.signal.aborted) this.#wasRead(item, later);
    this.flow.settled([], [], true);
  }

  #wasRead(item: FlowItem, read: ReadItem): void {
    if (read.type !== 'suspend') this.parts.gate.wasRead(item);
    if (read.type === 'deliver') this.#attempt(item);
    else this.flow.unhandled(item, read);
  }

  #attempt(item: FlowItem): void {
    if (this.flow.isStopping()) return;
    failpointSync('after-decode');
    const wait = this.parts.gate.admit(item);
    if (wait !== undefined) return this.flow.stall(item, wait);
    item.calls++;
    // Also after a call that was no attempt: what it could not publish is published anew, under the same ids.
    item.delivery!.reset(item.failures);
    if (item.binding!.kind === 'batch') {
      this.flow.occupy(item);
      this.#ready.push(item);
      return;
    }
    const result =
      this.parts.known === undefined ? runSingle(item, this.parts.attempts, this.signal) : this.#runIfNew(item);
    if (isPromise(result)) void this.#singleLater(item, result);
    else this.flow.settled([item], [result], false);
  }

  async #singleLater(item: FlowItem, result: PromiseLike<AttemptResult>): Promise<void> {
    this.flow.occupy(item);
    this.#running++;
    const later = await result;
    this.#running--;
    if (item.startedAtMs >= 0) this.parts.onCalled(this.parts.clock.steadyMs() - item.startedAtMs, [later]);
    this.flow.settled([item], [later], true);
  }

  async #batchLater(items: readonly FlowItem[], results: PromiseLike<readonly AttemptResult[]>): Promise<void> {
    this.#isBatchRunning = true;
    const later = await results;
    this.#isBatchRunning = false;
    this.parts.onCalled(this.parts.clock.steadyMs() - items[0]!.startedAtMs, later);
    this.flow.settled(items, later, true);
  }

  /** An event that lies in the log twice is handled once. */
  async #runIfNew(item: FlowItem): Promise<AttemptResult> {
    const { known, attempts, marks } = this.parts;
    try {
      if (await known!.has(item.delivery!.topic, countedIdentity(item))) {
        await marks!.passed(item);
        return markedAttempt;
      }
    } catch (error) {
      return { type: 'suspend', dependency: stateDependency, error };
    }
    return runSingle(item, attempts, this.signal);
  }

  /** Records of one handler, in the order in which they came, or one that stands alone. */
  #takeReady(): readonly FlowItem[] {
    const first = this.#ready[0]!;
    if (standsAlone(first)) return this.#ready.splice(0, 1);
    const { maxRoundRecords } = this.parts.control.limits;
    const goes = (item: FlowItem): boolean => item.binding === first.binding && !standsAlone(item);
    if (this.#ready.length <= maxRoundRecords && this.#ready.every(goes)) return this.#ready.splice(0);
    const items = this.#ready.filter(goes).slice(0, maxRoundRecords);
    const taken = new Set(items);
    this.#ready = this.#ready.length === items.length ? [] : this.#ready.filter((item) => !taken.has(item));
    return items;
  }
}
