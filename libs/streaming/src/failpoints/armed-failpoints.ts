import { SpillwayError } from '@spillway/events';
import type { FailpointName } from './failpoint-table.js';
import type { FailpointAction, FailpointOrder } from './parse-failpoints.js';

/** What failpoints do to the process; given, so that a test survives them. */
export interface FailpointEffects {
  /** Sends this process the signal. */
  readonly signal: (signal: 'SIGKILL' | 'SIGSTOP') => void;
  readonly sleep: (delayMs: number) => Promise<void>;
  /** Waits without giving the event loop a turn. */
  readonly block: (delayMs: number) => void;
}

/** The failpoints of this process that have been asked for: counts visits and acts at the one that was named. */
export class ArmedFailpoints {
  readonly #visits = new Map<FailpointName, number>();

  constructor(
    private readonly orders: readonly FailpointOrder[],
    private readonly effects: FailpointEffects,
  ) {}

  /** @throws SpillwayError `SPW-5104` when the action is `throw` */
  visit(name: FailpointName): Promise<void> | undefined {
    let pause: Promise<void> | undefined;
    for (const action of this.#due(name)) {
      if (action.type === 'delay') pause = this.effects.sleep(action.delayMs);
      else this.#act(name, action.type);
    }
    return pause;
  }

  /** @throws SpillwayError `SPW-5104` when the action is `throw` */
  visitSync(name: FailpointName): void {
    for (const action of this.#due(name)) {
      if (action.type === 'delay') this.effects.block(action.delayMs);
      else this.#act(name, action.type);
    }
  }

  #due(name: FailpointName): readonly FailpointAction[] {
    const visit = (this.#visits.get(name) ?? 0) + 1;
    this.#visits.set(name, visit);
    return this.orders.filter((order) => order.name === name && order.nth === visit).map(({ action }) => action);
  }

  #act(name: FailpointName, action: 'kill9' | 'throw' | 'stop'): void {
    if (action === 'throw') throw new SpillwayError('SPW-5104', `Failpoint ${name} threw`, { context: { name } });
    this.effects.signal(action === 'kill9' ? 'SIGKILL' : 'SIGSTOP');
  }
}
