import { isSpillwayError } from '@spillway/events';

export interface NewerEventsOptions {
  /** Whether the schema of these events is a later version than this process's contract. */
  ask(): Promise<boolean>;
  add(events: number): void;
  nowMs(): number;
}

const askAgainMs = 30_000;

/**
 * Counts the events of one schema if that is newer than the contract that reads them. Reading does not wait for the
 * answer: events read until it comes are counted then.
 */
export class NewerEvents {
  #isNewer: boolean | undefined;
  #waiting = 0;
  #askAtMs = 0;

  constructor(private readonly options: NewerEventsOptions) {}

  note(): void {
    if (this.#isNewer === true) this.options.add(1);
    if (this.#isNewer !== undefined) return;
    this.#waiting++;
    if (this.options.nowMs() >= this.#askAtMs) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#askAtMs = Infinity;
    try {
      this.#isNewer = await this.options.ask();
      if (this.#isNewer) this.options.add(this.#waiting);
    } catch (error) {
      // Only the registry being away leaves it open.
      if (!isSpillwayError(error, 'SPW-3003')) this.#isNewer = false;
      this.#askAtMs = this.options.nowMs() + askAgainMs;
    }
  }
}
