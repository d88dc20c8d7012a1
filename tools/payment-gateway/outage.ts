import type { Down } from './failures.ts';

/** When the gateway is away. Pure: the caller tells the time. */
export class Outage {
  readonly down: Down | null;
  #leftToAnswer: number;
  #endsAtMs: number | undefined;

  constructor(down: Down | null) {
    this.down = down;
    this.#leftToAnswer = down?.afterPayments ?? 0;
  }

  /** Counts an answer. */
  answered(): void {
    this.#leftToAnswer -= 1;
  }

  /** Whether it begins now: once, when enough payments were answered. */
  begins(nowMs: number): boolean {
    if (this.down === null || this.#endsAtMs !== undefined || this.#leftToAnswer > 0) return false;
    this.#endsAtMs = nowMs + this.down.forMs;
    return true;
  }

  isDown(nowMs: number): boolean {
    return this.#endsAtMs !== undefined && nowMs < this.#endsAtMs;
  }
}
