import { Fifo } from './fifo.js';

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
 * order of calls is kept. In line there may be as many bytes again. A record larger than the whole budget passes when it
 * is alone.
 */
export class ByteBudget {
  #usedBytes = 0;
  #waitingBytes = 0;
  readonly #line = new Fifo<BudgetEntry>();

  constructor(private readonly limitBytes: number) {}

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Of those in line. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Whether the line has place for so many bytes; where it has not, nothing is to enter. */
  mayEnter(sizeBytes: number): boolean {
    return this.#waitingBytes === 0 || this.#waitingBytes + sizeBytes <= this.limitBytes;
  }

  /** Calls `proceed` at once or when there is room, or `expire` when the deadline passes first. */
  enter(entry: BudgetEntry): void {
    if (this.#line.length === 0 && this.#fits(entry)) this.#admit(entry);
    else {
      this.#line.push(entry);
      this.#waitingBytes += entry.sizeBytes;
    }
  }

  release(sizeBytes: number): void {
    this.#usedBytes -= sizeBytes;
    while (this.#line.first !== undefined && this.#fits(this.#line.first)) this.#admit(this.#next());
  }

  expire(nowMs: number): void {
    while (this.#line.first !== undefined && this.#line.first.deadlineMs <= nowMs) this.#next().expire();
  }

  #next(): BudgetEntry {
    const entry = this.#line.shift() as BudgetEntry;
    this.#waitingBytes -= entry.sizeBytes;
    return entry;
  }

  #fits({ sizeBytes }: BudgetEntry): boolean {
    return this.#usedBytes === 0 || this.#usedBytes + sizeBytes <= this.limitBytes;
  }

  #admit(entry: BudgetEntry): void {
    this.#usedBytes += entry.sizeBytes;
    entry.proceed();
  }
}
