import type { TopicPartition } from '../ports/record.js';
import type { ConsumerStatus } from '../member/consumer-status.js';
import { findStartPositions } from '../positions/find-start-positions.js';
import { GroupMember } from '../member/group-member.js';
import type { RecordConsumerOptions } from './record-consumer-options.js';
import { RoundsWork } from './rounds-work.js';

/**
 * One member of a consumer group that gives rounds of records to a processor and commits what is done.
 *
 * Promised: records of a partition are processed in log order; an offset is committed only when everything below it is
 * done; after a partition was taken away nothing is committed for it; a rejected round stops this consumer alone
 * (`suspended`, tried again with back-off) and nothing of it is committed; once it is done, `startPositions` is asked again. After a crash or a rebalance at most what was
 * not yet committed is processed again. Where `startPositions` names the life of a topic (`topicId`), a round is given to the
 * processor only if a broker still has that id for the topic; the partitions of a recreated topic are assigned anew.
 */
export class RecordConsumer {
  readonly #member: GroupMember;
  readonly #work: RoundsWork;

  constructor(options: RecordConsumerOptions) {
    const findStarts = (partitions: readonly TopicPartition[]) => findStartPositions(options, partitions);
    const isKeptOutside = options.startPositions !== undefined;
    let work: RoundsWork | undefined;
    this.#member = new GroupMember({ ...options, findStarts }, (control) => {
      return (work = new RoundsWork(control, { ...options, ...(isKeptOutside && { findStarts }) }));
    });
    this.#work = work!;
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

  /**
   * To be told when what keeps `startPositions` was away: it is asked again before the next round, and partitions that
   * start lower now than they were done are read again from there. A rejected round does the same by itself.
   */
  askStartsAgain(): void {
    this.#work.doubt();
  }

  status(): ConsumerStatus {
    return this.#member.status();
  }
}
