import type { OutboxEntry, OutboxPage } from '../ports/outbox.js';
import { backOffMs } from '../concurrency/back-off.js';

interface Stall {
  readonly entry: Pick<OutboxEntry, 'sequence' | 'position'>;
  readonly attempts: number;
  readonly dueMs: number;
}

const backOff = { initialMs: 200, maxMs: 10_000 };

/** Which sequences wait before they are tried again, so that a key that fails holds up no other. Pure: time is passed in. */
export class StalledSequences {
  readonly #stalls = new Map<string, Stall>();

  constructor(private readonly maxStalls = 1_000) {}

  rejected(entry: Stall['entry'], nowMs: number): void {
    const attempts = (this.#stalls.get(nameOf(entry))?.attempts ?? 0) + 1;
    this.#stalls.set(nameOf(entry), { entry, attempts, dueMs: nowMs + backOffMs(attempts, backOff) });
  }

  acked(entry: Stall['entry']): void {
    this.#stalls.delete(nameOf(entry));
  }

  /** What to leave out of the next page: whatever is not due yet. */
  except(nowMs: number): Pick<OutboxPage, 'exceptSequences' | 'exceptPositions'> {
    const waiting = [...this.#stalls.values()].filter(({ dueMs }) => dueMs > nowMs).map(({ entry }) => entry);
    return {
      exceptSequences: waiting.flatMap(({ sequence }) => sequence ?? []),
      exceptPositions: waiting.flatMap(({ sequence, position }) => (sequence === undefined ? position : [])),
    };
  }

  /** So many wait that it must be the log that does not answer: nothing new is tried before one of them is due. */
  isFull(nowMs: number): boolean {
    return this.#stalls.size >= this.maxStalls && this.msToNextDue(nowMs) > 0;
  }

  /** Milliseconds until one may be tried again; infinite when none waits. */
  msToNextDue(nowMs: number): number {
    let firstMs = Infinity;
    for (const { dueMs } of this.#stalls.values()) firstMs = Math.min(firstMs, dueMs);
    return Math.max(0, firstMs - nowMs);
  }
}

/** The sequence; an entry without one stands for itself. */
function nameOf({ sequence, position }: Stall['entry']): string {
  return sequence === undefined ? `only ${position}` : `sequence ${sequence}`;
}
