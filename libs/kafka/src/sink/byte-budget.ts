interface Waiter {
  readonly sizeBytes: number;
  readonly deadlineMs: number;
  readonly proceed: () => void;
  readonly refuse: () => void;
}

/**
 * Bounds the memory of records that are not yet acknowledged. Who does not fit waits in line; nobody overtakes, so the
 * order of calls is kept; the bytes of those in line are outside of the bound. A record larger than the whole budget passes when it is alone.
 */
export class ByteBudget {
  #usedBytes = 0;
  readonly #line: Waiter[] = [];

  constructor(private readonly limitBytes: number) {}

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Calls `proceed` at once or when there is room, or `refuse` when the deadline passes first. */
  enter(waiter: Waiter): void {
    if (this.#line.length === 0 && this.#fits(waiter)) this.#admit(waiter);
    else this.#line.push(waiter);
  }

  release(sizeBytes: number): void {
    this.#usedBytes -= sizeBytes;
    while (this.#line[0] !== undefined && this.#fits(this.#line[0])) this.#admit(this.#line.shift() as Waiter);
  }

  expire(nowMs: number): void {
    while (this.#line[0] !== undefined && this.#line[0].deadlineMs <= nowMs) this.#line.shift()?.refuse();
  }

  #fits({ sizeBytes }: Waiter): boolean {
    return this.#usedBytes === 0 || this.#usedBytes + sizeBytes <= this.limitBytes;
  }

  #admit(waiter: Waiter): void {
    this.#usedBytes += waiter.sizeBytes;
    waiter.proceed();
  }
}
