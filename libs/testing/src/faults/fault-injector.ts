import type { Clock } from '@spillway/streaming';

/** Where a fault strikes: a port's operation, or something a handler depends on. */
export type FaultPoint = 'append' | 'commit' | 'transaction' | 'query' | 'decode' | 'encode' | 'dependency';

/**
 * `refuse`: nothing happens and the caller is told so · `lose`: nothing happens and nobody knows · `lose-answer`: it
 * happens, but nobody is told · `roll-back`: of a transaction, everything but its commit happens.
 */
export type FaultEffect = 'refuse' | 'lose' | 'lose-answer' | 'roll-back';

export interface Fault {
  readonly at: FaultPoint;
  readonly does: FaultEffect;
  /** A topic, or the name of a dependency; every one when absent. */
  readonly name?: string;
  /** How many pass unharmed before. Default 0. */
  readonly skip?: number;
  /** How often it strikes. Default: until it is healed. */
  readonly times?: number;
  /** After this time it is over by itself. */
  readonly forMs?: number;
}

interface ActiveFault {
  readonly fault: Fault;
  readonly untilMs: number;
  skip: number;
  times: number;
}

/** Decides which call is struck by which fault. Wrappers around ports ask it; tests add and heal. */
export class FaultInjector {
  readonly #unused = new Set<Fault>();
  #active: ActiveFault[] = [];

  /** @param onHit told of each call that is struck, as it happens */
  constructor(
    private readonly clock: Pick<Clock, 'nowMs'>,
    private readonly onHit: (fault: Fault, name: string | undefined) => void = () => {},
  ) {}

  /** Those that have struck nothing so far: a run with any has not shown what it meant to show. */
  get unused(): readonly Fault[] {
    return [...this.#unused];
  }

  /** Answers the function that heals it. */
  add(fault: Fault): () => void {
    const { skip = 0, times = Number.POSITIVE_INFINITY, forMs = Number.POSITIVE_INFINITY } = fault;
    const active = { fault, skip, times, untilMs: this.clock.nowMs() + forMs };
    this.#active.push(active);
    this.#unused.add(fault);
    return () => void (this.#active = this.#active.filter((each) => each !== active));
  }

  /** Everything works from now on; with `isLasting`, only what would not end by itself is healed. */
  heal({ isLasting = false }: { readonly isLasting?: boolean } = {}): void {
    this.#active = this.#active.filter(({ times, untilMs }) => isLasting && Number.isFinite(Math.min(times, untilMs)));
  }

  /** What strikes this call, if anything does. */
  take(at: FaultPoint, name?: string): FaultEffect | undefined {
    if (this.#active.length === 0) return undefined;
    const nowMs = this.clock.nowMs();
    this.#active = this.#active.filter(({ times, untilMs }) => times > 0 && nowMs < untilMs);
    const found = this.#active.find(({ fault }) => fault.at === at && (fault.name ?? name) === name);
    if (found === undefined) return undefined;
    if (found.skip > 0) {
      found.skip--;
      return undefined;
    }
    found.times--;
    this.#unused.delete(found.fault);
    this.onHit(found.fault, name);
    return found.fault.does;
  }
}
