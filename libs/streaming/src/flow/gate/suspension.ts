import type { FlowItem } from '../item/flow-item.js';
import type { GateWait } from './gate.js';

/**
 * What a flow waits for, and for how long altogether: items that may not be given to their handler yet, and what of ours
 * cannot be written. Time in which several of them wait counts once.
 */
export class Suspension {
  #items: FlowItem[] = [];
  #wait: GateWait | undefined;
  /** By who tries to write it. */
  readonly #troubles = new Map<object, string>();
  #sinceMs: number | undefined;

  /** @param onWaited told how much longer it has waited, ms, with every change */
  constructor(
    private readonly nowMs: () => number,
    private readonly onWaited: (durationMs: number) => void,
  ) {}

  /** The nearest of what items wait for; undefined when no item waits. */
  get wait(): GateWait | undefined {
    return this.#wait;
  }

  /** Why something cannot be written; undefined when nothing is known to be so. */
  get trouble(): string | undefined {
    for (const reason of this.#troubles.values()) return reason;
    return undefined;
  }

  /** Why nothing gets on; undefined when it does. */
  get reason(): string | undefined {
    return this.#wait?.reason ?? this.trouble;
  }

  stall(item: FlowItem, wait: GateWait): void {
    this.#items.push(item);
    if (this.#wait === undefined || wait.waitUntilMs < this.#wait.waitUntilMs) this.#wait = wait;
    this.#count();
  }

  /** All items that wait, to be tried again. */
  takeStalled(): readonly FlowItem[] {
    this.#wait = undefined;
    this.#count();
    return this.#items.splice(0);
  }

  /** @param reason why the writer tries again; undefined once it has succeeded */
  inTrouble(writer: object, reason: string | undefined): void {
    if (reason === undefined) this.#troubles.delete(writer);
    else this.#troubles.set(writer, reason);
    this.#count();
  }

  /** Whatever it waits for is somebody else's from now on. */
  end(): void {
    this.#troubles.clear();
    this.takeStalled();
  }

  #count(): void {
    const nowMs = this.nowMs();
    if (this.#sinceMs !== undefined) this.onWaited(nowMs - this.#sinceMs);
    this.#sinceMs = this.reason === undefined ? undefined : nowMs;
  }
}
