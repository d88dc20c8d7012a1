import type { ConsumerStatus } from './consumer-status.js';
import { findStartPositions } from './find-start-positions.js';
import { GroupMember } from './group-member.js';
import type { MemberOptions, RecordConsumerOptions } from './record-consumer-options.js';
import { RoundsWork } from './rounds-work.js';

/**
 * One member of a consumer group that gives rounds of records to a processor and commits what is done.
 *
 * Promised: records of a partition are processed in log order; an offset is committed only when everything below it is
 * done; after a partition was taken away nothing is committed for it; a rejected round stops this consumer alone
 * (`suspended`, tried again with back-off) and nothing of it is committed. After a crash or a rebalance at most what was
 * not yet committed is processed again.
 */
export class RecordConsumer {
  readonly #member: GroupMember;

  constructor(options: RecordConsumerOptions) {
    const findStarts: MemberOptions['findStarts'] = (partitions) => findStartPositions(options, partitions);
    this.#member = new GroupMember({ ...options, findStarts }, (control) => new RoundsWork(control, options));
  }

  /** Resolves with the reason when it was refused after its start: it does not work again by itself. */
  get failed(): Promise<unknown> {
    return this.#member.failed;
  }

  /**
   * Joins the group. Resolves when partitions were assigned; rejects when it cannot join or `onAssigned` refused.
   * Later troubles do not reject anything: see `status()`.
   */
  start(): Promise<void> {
    return this.#member.start();
  }

  /** Stops taking, lets the running round finish within the grace (or gives it back), commits, leaves. Idempotent. */
  stop(): Promise<void> {
    return this.#member.stop();
  }

  status(): ConsumerStatus {
    return this.#member.status();
  }
}
