import type { Clock } from '@spillway/streaming';

/** Lets events through at an even rate; a pause is not made up for by a burst. */
export class Pacer {
  private nextAtMs = 0;

  constructor(
    private readonly clock: Clock,
    private readonly eventsPerSecond: number | undefined,
  ) {}

  /** How many events to take at once, so that a slow rate stays even and a fast one efficient. */
  get chunkSize(): number {
    if (this.eventsPerSecond === undefined) return 256;
    return Math.min(256, Math.max(1, Math.ceil(this.eventsPerSecond / 20)));
  }

  /** Resolves when `events` more may go. */
  async pass(events: number, signal: AbortSignal): Promise<void> {
    if (this.eventsPerSecond === undefined) return;
    const nowMs = this.clock.nowMs();
    const startMs = Math.max(nowMs, this.nextAtMs);
    this.nextAtMs = startMs + (events / this.eventsPerSecond) * 1000;
    if (startMs > nowMs) await this.clock.sleep(startMs - nowMs, signal);
  }
}
