export interface BudgetEntry {
  readonly sizeBytes: number;
  readonly deadlineMs: number;
  /** There is room. */
  proceed(): void;
  /** There was none before its deadline. */
  expire(): void;
}

/**
 * Bounds the memory of records that are not yet acknowledged. Who does not fit waits in line; nobody overtakes, so the
 * order of calls is kept; the bytes of those in line are outside of the bound. A record larger than the whole budget passes when it is alone.
 */
export class ByteBudget {
  #usedBytes = 0;
  readonly #line: BudgetEntry[] = [];

  constructor(private readonly limitBytes: number) {}

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Calls `proceed` at once or when there is room, or `expire` when the deadline passes first. */
  enter(entry: BudgetEntry): void {
    if (this.#line.length === 0 && this.#fits(entry)) this.#admit(entry);
    else this.#line.push(entry);
  }

  release(sizeBytes: number): void {
    this.#usedBytes -= sizeBytes;
    while (this.#line[0] !== undefined && this.#fits(this.#line[0])) this.#admit(this.#line.shift() as BudgetEntry);
  }

  expire(nowMs: number): void {
    while (this.#line[0] !== undefined && this.#line[0].deadlineMs <= nowMs) this.#line.shift()?.expire();
  }

  #fits({ sizeBytes }: BudgetEntry): boolean {
    return this.#usedBytes === 0 || this.#usedBytes + sizeBytes <= this.limitBytes;
  }

  #admit(entry: BudgetEntry): void {
    this.#usedBytes += entry.sizeBytes;
    entry.proceed();
  }
}
