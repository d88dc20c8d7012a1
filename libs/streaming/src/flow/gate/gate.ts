import { isSpillwayError } from '@spillway/events';
import type { Breakers } from '../../outage/breakers.js';
import type { DeadLetterBudget } from '../../outage/dead-letter-budget.js';
import type { HandlerBinding } from '../../group/handler-binding.js';
import type { AttemptResult } from '../item/attempt-result.js';
import type { FlowItem } from '../item/flow-item.js';
import { GuessedSuspends } from './guessed-suspends.js';
import type { HandlerGate } from './handler-gate.js';
import { outOfTime } from '../item/out-of-time.js';

/** Until when, and for what. */
export interface GateWait {
  readonly waitUntilMs: number;
  readonly reason: string;
}

export interface HandlerBudget {
  readonly handler: string;
  /** It would dead-letter most of its deliveries and takes no more. */
  readonly isSpent: boolean;
}

/** Lets deliveries through to their handler while what it needs is there and its dead-letter budget holds. */
export class Gate {
  readonly #gates = new Map<HandlerBinding, HandlerGate>();
  readonly #guesses = new GuessedSuspends();

  constructor(
    private readonly breakers: Breakers,
    private readonly createBudget: (handler: string) => DeadLetterBudget,
  ) {}

  /** Asked before each attempt; undefined lets it begin, and what came of it is to be reported. */
  admit(item: FlowItem): GateWait | undefined {
    item.gate ??= this.#gateOf(item.binding!);
    const { budget } = item.gate;
    // Before a probe is taken that would have to be given back: with each change all who wait ask again.
    const { waitUntilMs } = budget;
    if (waitUntilMs !== undefined)
      return { waitUntilMs, reason: `${item.binding!.name} would dead-letter most of its deliveries` };
    const needed = neededBy(item, item.gate);
    if (needed.length > 0) {
      const admission = this.breakers.admit(needed);
      if (typeof admission === 'object') return { ...admission, reason: this.#reasonOf(item, needed) };
      item.isProbe = admission === 'probe';
    }
    item.isBudgetProbe = budget.admit() === 'probe';
    return undefined;
  }

  /** Asked before a record is read again whose reading had to wait; undefined lets it begin. */
  admitReading(item: FlowItem): GateWait | undefined {
    const { waitsFor } = item;
    if (waitsFor === undefined) return undefined;
    const admission = this.breakers.admit([waitsFor]);
    return typeof admission === 'object' ? { ...admission, reason: this.#reasonOf(item, [waitsFor]) } : undefined;
  }

  /** The record could be read. */
  wasRead(item: FlowItem): void {
    if (item.waitsFor === undefined) return;
    this.breakers.get(item.waitsFor).succeeded();
    item.waitsFor = undefined;
  }

  /** @returns what counts: a failed attempt for what was taken for an outage and is the event's own */
  report(item: FlowItem, result: AttemptResult): AttemptResult {
    if (item.gate === undefined) {
      // It never came to its handler: the registry or the state did not answer.
      if (result.type === 'suspend') this.breakers.get(result.dependency).open(result.forMs);
      return result;
    }
    if (result.type === 'suspend' && this.#guesses.isTakenBack(item, result)) {
      this.breakers.get(result.dependency).succeeded();
      return this.report(item, { type: 'failed', error: result.error });
    }
    const { budget } = item.gate;
    const needed = neededBy(item, item.gate);
    switch (result.type) {
      case 'completed':
        for (const dependency of needed) this.breakers.get(dependency).succeeded();
        budget.completed(item.isBudgetProbe);
        item.gate.completed++;
        break;
      case 'failed':
        // A handler that ran out of time may have waited for what it depends on.
        if (isSpillwayError(result.error, outOfTime)) {
          for (const dependency of needed) this.breakers.get(dependency).failed();
        } else this.#undecided(item, needed);
        budget.retried(item.isBudgetProbe);
        break;
      case 'dead-letter':
        this.#undecided(item, needed);
        return result;
      case 'suspend':
        this.#undecided(
          item,
          needed.filter((dependency) => dependency !== result.dependency),
        );
        this.breakers.get(result.dependency).open(result.forMs);
        if (item.isBudgetProbe) budget.undecided();
        break;
      case 'behind':
      case 'given-back':
        this.#undecided(item, needed);
        if (item.isBudgetProbe) budget.undecided();
        break;
      default:
        result satisfies never;
    }
    item.isBudgetProbe = false;
    return result;
  }

  /** Asked before a dead letter of a handler is written. */
  mayDeadLetter(item: FlowItem, isClassified: boolean): boolean {
    if (item.gate === undefined) return true;
    const answer = item.gate.budget.mayDeadLetter({ isClassified, isProbe: item.isBudgetProbe });
    item.isBudgetProbe = false;
    return answer === 'go';
  }

  /** When the dependency may be asked again, ms since the epoch; undefined for now. */
  waitUntilMs(dependency: string): number | undefined {
    return this.breakers.get(dependency).waitUntilMs;
  }

  /** An operator says that a handler is well again. Answers whether there is one of that name. */
  release(handler: string): boolean {
    const found = [...this.#gates].filter(([{ name }]) => name === handler);
    for (const [, { budget }] of found) budget.release();
    return found.length > 0;
  }

  /** Handlers that were called, and whether their budget keeps them from more. */
  budgets(): readonly HandlerBudget[] {
    return [...this.#gates].map(([{ name: handler }, { budget }]) => ({ handler, isSpent: budget.isSpent }));
  }

  /** That of its last call, while what it waited for then is still away. */
  #reasonOf({ waitsFor, waitReason }: FlowItem, needed: readonly string[]): string {
    const isAway = waitsFor !== undefined && this.waitUntilMs(waitsFor) !== undefined;
    return isAway && waitReason !== undefined ? waitReason : `waits for ${needed.join(', ')}`;
  }

  #undecided(item: FlowItem, dependencies: readonly string[]): void {
    if (item.isProbe) for (const dependency of dependencies) this.breakers.get(dependency).undecided();
    item.isProbe = false;
  }

  #gateOf(binding: HandlerBinding): HandlerGate {
    let gate = this.#gates.get(binding);
    if (gate === undefined) {
      gate = { dependencies: binding.dependencies ?? [], budget: this.createBudget(binding.name), completed: 0 };
      this.#gates.set(binding, gate);
    }
    return gate;
  }
}

/** What its handler declares, and what it said last that it waits for. */
function neededBy({ waitsFor }: FlowItem, { dependencies }: HandlerGate): readonly string[] {
  return waitsFor === undefined || dependencies.includes(waitsFor) ? dependencies : [...dependencies, waitsFor];
}
