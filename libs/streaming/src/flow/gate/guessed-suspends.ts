import type { Suspended } from '../item/attempt-result.js';
import type { FlowItem } from '../item/flow-item.js';

/** Two minutes of probes with the breakers' defaults. */
const maxVainProbes = 10;

interface Tried {
  /** How many its handler had completed at its last try. */
  completed: number;
  vainProbes: number;
}

/**
 * Events that are suspended because an error code says that something is away. It may be away for one event alone: an
 * address out of it that does not exist. That is told by the others of its handler.
 */
export class GuessedSuspends {
  readonly #tried = new WeakMap<FlowItem, Tried>();

  /**
   * Whether the event is the one to blame: so many times it was let through alone to find out and was suspended again,
   * and each time its handler had completed others since the time before. The count then begins anew.
   */
  isTakenBack(item: FlowItem, { isGuess = false }: Suspended): boolean {
    if (!isGuess) return false;
    const { completed } = item.gate!;
    const before = this.#tried.get(item);
    const isVain = item.isProbe && before !== undefined && completed > before.completed;
    const vainProbes = (before?.vainProbes ?? 0) + (isVain ? 1 : 0);
    const isItself = vainProbes === maxVainProbes;
    this.#tried.set(item, { completed, vainProbes: isItself ? 0 : vainProbes });
    return isItself;
  }
}
