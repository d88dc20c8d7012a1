import type { Clock } from '../../ports/clock.js';

/** Times of one acknowledged append: sent and acked by the local clock, appended by the broker's. */
export interface AppendTimes {
  readonly sentAtMs: number;
  readonly ackedAtMs: number;
  /** LogAppendTime; -1 when the topic keeps the producer's time. */
  readonly appendedAtMs: number;
}

export type LocalClock = Pick<Clock, 'nowMs' | 'steadyMs'>;

/** Above what two running clocks drift apart (Linux slews by at most 500 ppm). */
const maxDrift = 0.0005;
/** Half an hour of it. */
const mostDriftMs = 900;

/**
 * The clock of one broker, estimated from append times. An append happened between its sending and its ack, so the
 * broker is ahead by at least `appended − acked` and at most `appended − sent`; the estimate keeps to the least, and
 * gives way by the drift two clocks can have: it is never ahead of the broker, and behind by `boundMs` at most.
 * Before the first ack it is the local clock, which then is all there is.
 */
export class BrokerClock {
  readonly #local: LocalClock;
  /** Broker − local clock, at least, when it was measured. */
  #aheadMs: number;
  #widthMs = Number.POSITIVE_INFINITY;
  #measuredAtMs: number;

  constructor(local: LocalClock) {
    this.#local = local;
    this.#measuredAtMs = this.localMs();
    this.#aheadMs = local.nowMs() - this.#measuredAtMs;
  }

  /** The local clock in which `sentAtMs` and `ackedAtMs` are to be taken. */
  localMs(): number {
    return this.#local.steadyMs();
  }

  /** How far the estimate may lie behind the broker; infinite before the first ack. */
  get boundMs(): number {
    return this.#widthMs + 2 * this.#driftMs(this.localMs());
  }

  get isMeasured(): boolean {
    return Number.isFinite(this.#widthMs);
  }

  /** It was measured so long ago that it may lie too far behind. */
  get isOutdated(): boolean {
    return this.#driftMs(this.localMs()) > mostDriftMs;
  }

  observe({ sentAtMs, ackedAtMs, appendedAtMs }: AppendTimes): void {
    if (!(appendedAtMs >= 0) || !(ackedAtMs >= sentAtMs)) return;
    const least = appendedAtMs - ackedAtMs;
    const most = appendedAtMs - sentAtMs;
    const estimate = this.#aheadMs - this.#driftMs(ackedAtMs);
    // Ahead of what this ack allows: one of the two clocks was set, or nothing was measured yet.
    const isContradicted = estimate > most;
    if (this.isMeasured && least < estimate && !isContradicted) return;
    this.#aheadMs = least;
    this.#widthMs = most - least;
    this.#measuredAtMs = ackedAtMs;
  }

  /** Milliseconds since the epoch by the broker's clock. */
  nowMs(): number {
    const localMs = this.localMs();
    return localMs + this.#aheadMs - this.#driftMs(localMs);
  }

  #driftMs(localMs: number): number {
    return this.isMeasured ? Math.max(0, localMs - this.#measuredAtMs) * maxDrift : 0;
  }
}
