import { clockProbe } from '../../retry/clocks/clock-probe.js';
import type { TopicPartition } from '../../ports/record.js';
import type { FlowParts } from '../flow-parts.js';
import type { FlowStream } from './flow-stream.js';

/** What this process has parked itself may be read before the answer to its append is here. */
const ownAnswerMs = 100;

/** What asking may tell its flow. */
export interface ClockHooks {
  /** A clock that was asked for is known. */
  known(): void;
  /** The writer cannot write; undefined when it can. */
  trouble(writer: object, reason: string | undefined): void;
}

/**
 * The time by which records of tiers are due: that of the broker that leads their partition. Whoever has written no copy
 * there since its start does not know it, and its own clock may be wrong: the broker is asked, by an append.
 */
export class TierClocks {
  readonly #asked = new Set<FlowStream>();

  constructor(
    private readonly parts: Pick<FlowParts, 'parking' | 'brokerClock' | 'clock'>,
    private readonly signal: AbortSignal,
    private readonly flow: ClockHooks,
  ) {}

  /** Milliseconds since the epoch; undefined until the broker has answered, which `known` tells. */
  nowMs(stream: FlowStream): number | undefined {
    const nowMs = this.parts.brokerClock.nowMs(stream.assigned);
    if (nowMs === undefined && !this.#asked.has(stream)) void this.#ask(stream);
    return nowMs;
  }

  /** Leaves a question there whether or not the time is known. */
  leave(stream: FlowStream): void {
    void this.#probe(stream.assigned);
  }

  async #ask(stream: FlowStream): Promise<void> {
    const { brokerClock, clock } = this.parts;
    this.#asked.add(stream);
    await clock.sleep(ownAnswerMs, this.signal);
    if (brokerClock.nowMs(stream.assigned) === undefined) await this.#probe(stream.assigned);
    this.#asked.delete(stream);
    if (!this.signal.aborted) this.flow.known();
  }

  async #probe(partition: TopicPartition): Promise<void> {
    const { brokerClock, parking } = this.parts;
    const probe = clockProbe(partition);
    const position = await parking.append(
      () => probe,
      this.signal,
      (reason) => this.flow.trouble(probe, reason),
    );
    if (position !== undefined && brokerClock.nowMs(partition) === undefined) brokerClock.trustLocal(partition);
  }
}
