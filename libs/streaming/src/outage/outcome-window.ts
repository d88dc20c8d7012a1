/** The last `capacity` outcomes, good or bad. */
export class OutcomeWindow {
  readonly #outcomes: Uint8Array;
  #next = 0;
  #size = 0;
  #bad = 0;

  constructor(capacity: number) {
    this.#outcomes = new Uint8Array(capacity);
  }

  /** Outcomes in the window; at most the capacity. */
  get size(): number {
    return this.#size;
  }

  get bad(): number {
    return this.#bad;
  }

  add(isBad: boolean): void {
    if (this.#size === this.#outcomes.length) this.#bad -= this.#outcomes[this.#next]!;
    else this.#size++;
    this.#outcomes[this.#next] = isBad ? 1 : 0;
    if (isBad) this.#bad++;
    this.#next = (this.#next + 1) % this.#outcomes.length;
  }

  clear(): void {
    this.#next = this.#size = this.#bad = 0;
  }
}
