import type { Clock } from '../ports/clock.js';
import type { Outbox } from '../ports/outbox.js';
import type { RecordSink } from '../ports/record-sink.js';
import { publishPage, type PageResult } from './publish-page.js';
import { StalledSequences } from './stalled-sequences.js';

interface Parts {
  readonly outbox: Pick<Outbox<never>, 'next' | 'remove'>;
  readonly sink: Pick<RecordSink, 'append'>;
  readonly clock: Clock;
  readonly maxBytes: number;
  readonly maxEntries: number;
}

interface RoundResult {
  readonly rejected: PageResult['rejected'];
  /** When there is more to do, unless a commit adds something before: 0 at once, infinite never. */
  readonly waitMs: number;
}

/** Takes the first page of what waits and is due, publishes it and notes what is in the log. */
export class OutboxRound {
  readonly #stalled = new StalledSequences();
  /** In the log and not noted yet, because the database failed: never published again by this process. */
  #acked: readonly number[] = [];

  constructor(private readonly parts: Parts) {}

  /** @throws whatever the outbox throws; what was acked is noted by the next run */
  async run(mayGoOn: () => boolean): Promise<RoundResult> {
    const { clock, outbox, sink, maxBytes, maxEntries } = this.parts;
    await this.#note();
    const nowMs = clock.nowMs();
    if (this.#stalled.isFull(nowMs)) return { rejected: [], waitMs: this.#stalled.msToNextDue(nowMs) };
    const page = await outbox.next({ ...this.#stalled.except(nowMs), maxEntries, maxBytes });
    if (page.length === 0) return { rejected: [], waitMs: this.#stalled.msToNextDue(nowMs) };
    const { acked, rejected } = await publishPage(page, sink, mayGoOn);
    for (const entry of acked) this.#stalled.acked(entry);
    for (const { entry } of rejected) this.#stalled.rejected(entry, clock.nowMs());
    this.#acked = acked.map(({ position }) => position);
    await this.#note();
    return { rejected, waitMs: 0 };
  }

  async #note(): Promise<void> {
    if (this.#acked.length === 0) return;
    await this.parts.outbox.remove(this.#acked);
    this.#acked = [];
  }
}
