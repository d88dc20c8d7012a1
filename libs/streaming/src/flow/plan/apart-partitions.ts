import { SpillwayError } from '@spillway/events';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { TopicPartition } from '../../ports/record.js';
import { backOffMs } from '../../concurrency/back-off.js';
import { patientBackOff } from '../../concurrency/patient-back-off.js';
import { describeError } from '../../errors/describe-error.js';

export interface ApartPartitionsParts {
  readonly groupId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Gives retry topics the partitions of their source. */
  readonly bringTogether: () => Promise<void>;
  /** All is assigned anew, with what is done until now. */
  readonly renew: (reason: unknown) => void;
  /** What is waited for has changed. */
  readonly onChange: () => void;
}

/**
 * Partitions of a topic that came without the same partition of its retry topics: their records cannot be retried, and
 * which keys wait cannot be told. They wait, loudly, until the retry topics have them and all is assigned anew; other
 * partitions go on.
 */
export class ApartPartitions {
  #attempt = 0;
  #reason: string | undefined;
  #life = new AbortController();

  constructor(private readonly parts: ApartPartitionsParts) {}

  /** Why they wait; undefined when there are none. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** What an assignment gave; empty when all is together. */
  found(apart: readonly TopicPartition[]): void {
    this.end();
    this.#life = new AbortController();
    if (apart.length === 0) {
      this.#attempt = 0;
      return;
    }
    const names = apart.map(({ topic, partition }) => `${topic}/${partition}`).join(', ');
    void this.#mend(new SpillwayError('SPW-5035', `${names} came without the same partition of its retry topics`));
  }

  /** Nothing waits any more. */
  end(): void {
    this.#life.abort();
    this.#reason = undefined;
  }

  async #mend(apart: SpillwayError): Promise<void> {
    const { clock } = this.parts;
    const { signal } = this.#life;
    this.#wait(apart);
    for (;;) {
      await clock.sleep(backOffMs(++this.#attempt, patientBackOff), signal);
      if (signal.aborted) return;
      try {
        await this.parts.bringTogether();
        if (!signal.aborted) this.parts.renew(apart);
        return;
      } catch (error) {
        if (!signal.aborted) this.#wait(error);
      }
    }
  }

  #wait(error: unknown): void {
    const { groupId, logger, onChange } = this.parts;
    const reason = describeError(error);
    logger.error(
      { groupId, errorCode: 'SPW-5035', error: reason },
      'Partitions wait for their retry topics; nothing of them is handled',
    );
    this.#reason = reason;
    onChange();
  }
}
