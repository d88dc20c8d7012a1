import { failpointSync } from '../../failpoints/failpoint.js';
import { describeError } from '../../errors/describe-error.js';
import { completedAttempt, type AttemptResult } from '../item/attempt-result.js';
import type { FlowItem } from '../item/flow-item.js';
import type { FlowParts } from '../flow-parts.js';
import type { GateWait } from '../gate/gate.js';
import type { ItemEnds } from './item-ends.js';
import type { ItemLanes } from '../order/item-lanes.js';
import type { UnhandledItem } from '../intake/read-item.js';
import { registryDependency } from '../attempt/result-of-error.js';

/** What is done about what came of reading records and calling their handlers. */
export class ItemResults {
  constructor(
    private readonly parts: FlowParts,
    private readonly ends: ItemEnds,
    private readonly lanes: ItemLanes,
    private readonly stall: (item: FlowItem, wait: GateWait) => void,
  ) {}

  unhandled(item: FlowItem, read: UnhandledItem): void {
    if (read.type === 'ignore') this.ends.complete(item, completedAttempt);
    else if (read.type === 'poison') this.ends.giveUp(item, read.error, { isClassified: true });
    else if (read.type === 'wait') this.stall(item, { waitUntilMs: read.untilMs, reason: describeError(read.error) });
    else this.#settle(item, { type: 'suspend', dependency: registryDependency, error: read.error });
  }

  /** Of one call: those that have to wait for another of them go back to the front of its lane before any of them ends. */
  settle(items: readonly FlowItem[], results: readonly AttemptResult[]): void {
    if (items.length > 1 && this.parts.attempts.keepsOrder) this.#keepLane(items, results);
    for (const [index, item] of items.entries()) this.#settle(item, results[index]!);
  }

  /** The lane goes on to the one that takes longest: the first that is not completed, else the last. */
  #keepLane(items: readonly FlowItem[], results: readonly AttemptResult[]): void {
    const isBehind = (_: unknown, index: number): boolean => results[index]!.type === 'behind';
    const keeper = items.find((_, index) => results[index]!.type !== 'completed') ?? items.at(-1)!;
    this.lanes.handOver(items[0]!, keeper, items.filter(isBehind));
  }

  #settle(item: FlowItem, reported: AttemptResult): void {
    failpointSync('after-handler');
    const result = this.parts.gate.report(item, reported);
    switch (result.type) {
      case 'completed':
        return this.ends.complete(item, result);
      case 'failed':
        return this.ends.retry(item, result.error, result.afterMs);
      case 'dead-letter':
        return this.ends.giveUp(item, result.error, { isClassified: true });
      case 'suspend':
        return this.#suspend(item, result);
      case 'behind':
        return item.takeBackCall();
      case 'given-back':
        return;
    }
  }

  /** What the event needs is away: it was no attempt. */
  #suspend(item: FlowItem, { dependency, error }: Extract<AttemptResult, { type: 'suspend' }>): void {
    item.takeBackCall();
    item.waitsFor = dependency;
    item.waitReason = `waits for ${dependency}: ${describeError(error)}`;
    this.ends.suspended(item, dependency, error);
    const nowMs = this.parts.clock.nowMs();
    const waitUntilMs = this.parts.gate.waitUntilMs(dependency) ?? nowMs;
    this.stall(item, { waitUntilMs, reason: item.waitReason });
  }
}
