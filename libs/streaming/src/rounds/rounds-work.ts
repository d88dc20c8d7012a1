import { isSpillwayError } from '@spillway/events';
import { Turns } from '../concurrency/turns.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import { partitionKey } from '../ports/partition-key.js';
import type { TopicPartition } from '../ports/record.js';
import type { Transport } from '../ports/transport.js';
import { describeError } from '../errors/describe-error.js';
import { messagingLabels } from '../ports/messaging-labels.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import { backOffMs } from '../concurrency/back-off.js';
import { buildRound } from './build-round.js';
import { isRoundFull } from './is-round-full.js';
import type { MemberControl, MemberWork } from '../member/member-work.js';
import type { RecordProcessor } from './record-processor.js';
import { rewindLost } from './rewind-lost.js';
import { RoundRunner, type RoundPart, type RoundRunnerOptions } from './round-runner.js';
import type { StartPosition } from '../assignment/start-position.js';
import { assertSameLives } from '../positions/assert-same-lives.js';
import { untilAnswered } from '../member/until-answered.js';

export interface RoundsWorkOptions {
  readonly transport: Pick<Transport, 'admin'>;
  readonly groupId: string;
  readonly process: RecordProcessor;
  /** Present where positions are kept outside the log, by what a round fills: it may come back with less than it had. */
  readonly findStarts?: ((partitions: readonly TopicPartition[]) => Promise<readonly StartPosition[]>) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const askBackOff = { initialMs: 250, maxMs: 30_000 };

/**
 * Gives a processor rounds over all partitions of the member until each is done: as many at a time as the limits say, begun
 * in the order of the log. While one that was rejected is tried again, no other begins; before the next does, partitions are
 * rewound whose starts lie lower now.
 */
export class RoundsWork implements MemberWork {
  readonly #runners: readonly RoundRunner[];
  #isStopping = false;
  #running = 0;
  #turn = 0;
  /** Rounds are taken one after the other. */
  readonly #taking = new Turns(1);
  readonly #ended = new AbortController();
  /** What was done may have got lost outside the log. */
  #isDoubtful = false;
  #wake: () => void = () => {};

  constructor(
    private readonly control: MemberControl,
    private readonly options: RoundsWorkOptions,
  ) {
    const runnerOptions: RoundRunnerOptions = {
      process: async (round, signal) => {
        await assertSameLives(options.transport.admin(), round);
        await options.process(round, signal);
      },
      clock: options.clock,
      isCurrent: (assigned) => control.holds(assigned),
      onDone: (parts, durationMs) => this.#roundDone(parts, durationMs),
      onRejected: (error, retryInMs) => this.#roundRejected(error, retryInMs),
    };
    const { maxRoundsInFlight } = control.limits;
    this.#runners = Array.from({ length: maxRoundsInFlight }, () => new RoundRunner(runnerOptions));
  }

  begin(): void {
    // Rounds need nothing but the queues.
  }

  async run(): Promise<void> {
    await Promise.all(this.#runners.map((runner) => this.#repeat(runner)));
  }

  wake(): void {
    this.#wake();
  }

  /** Asks again where the partitions start, before the next round. */
  doubt(): void {
    this.#isDoubtful = this.options.findStarts !== undefined;
    this.#wake();
  }

  interrupt(): void {
    for (const runner of this.#runners) runner.interrupt();
  }

  /** Rounds that take long or are tried again have their own reasons. */
  explains(): boolean {
    return this.#running > 0;
  }

  stopTaking(): void {
    this.#isStopping = true;
    this.#ended.abort();
    for (const runner of this.#runners) runner.stopAfterAttempt();
    this.#wake();
  }

  giveBack(): void {
    for (const runner of this.#runners) runner.giveBack();
  }

  async #repeat(runner: RoundRunner): Promise<void> {
    while (!this.#isStopping) {
      const parts = await this.#taking.run(() => this.#take());
      if (parts === undefined) return;
      await runner.run(parts);
      this.#running -= 1;
      this.#wake();
    }
  }

  /** The next round, as soon as there is one and it may begin; undefined when the work ends. */
  async #take(): Promise<RoundPart[] | undefined> {
    while (!this.#isStopping) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      const isEmpty = this.control.assigned().every((assigned) => assigned.queue.isEmpty);
      if (this.#isDoubtful && this.#running === 0) {
        await this.#rewindLost();
      } else if (!isEmpty && !this.#isHeldUp) {
        await this.#linger();
        if (!this.#isHeldUp && !this.#isStopping) return this.#nextRound();
      } else {
        await woken;
      }
    }
    return undefined;
  }

  get #isHeldUp(): boolean {
    return this.#isDoubtful || this.#isTryingAgain;
  }

  get #isTryingAgain(): boolean {
    return this.#runners.some(({ isRejected }) => isRejected);
  }

  /** Asks until it is known; what asking again does not mend is for a new process. */
  async #rewindLost(): Promise<void> {
    this.#isDoubtful = false;
    this.#running += 1;
    const { clock, findStarts } = this.options;
    const wait = async (error: unknown, attempt: number): Promise<void> => {
      this.control.suspended(describeError(error));
      await clock.sleep(backOffMs(attempt, askBackOff), this.#ended.signal);
    };
    try {
      await untilAnswered(
        () => rewindLost(this.control, findStarts!),
        () => !this.#isStopping,
        wait,
      );
      this.control.recovered();
    } catch (error) {
      this.control.fail(error);
    } finally {
      this.#running -= 1;
    }
  }

  /** Waits for a fuller round, until it is full or the time is over. */
  async #linger(): Promise<void> {
    const { limits } = this.control;
    const isFull = (): boolean => isRoundFull(this.control.assigned(), limits);
    if (limits.lingerMs === 0 || isFull()) return;
    const timer = new AbortController();
    this.#wake = () => {
      if (isFull() || this.#isStopping) timer.abort();
    };
    await this.options.clock.sleep(limits.lingerMs, timer.signal);
  }

  #nextRound(): RoundPart[] {
    const { limits } = this.control;
    this.#running += 1;
    const partitions = this.control.assigned();
    const byKey = new Map<string, AssignedPartition>(partitions.map((each) => [partitionKey(each), each]));
    const queues = partitions.map(({ queue }) => queue);
    const parts = buildRound(queues, limits, this.#turn++).map((batch) => {
      const assigned = byKey.get(partitionKey(batch))!;
      return { assigned, batch: { ...batch, topicId: assigned.topicId } };
    });
    for (const { assigned } of parts) this.control.drained(assigned);
    return parts;
  }

  #roundDone(parts: readonly RoundPart[], durationMs: number): void {
    const { groupId, metrics } = this.options;
    for (const { assigned, batch } of parts) {
      assigned.markDone(batch.baseOffset, batch.nextOffset - 1);
      const polled = messagingLabels({ name: 'poll', topic: batch.topic, group: groupId });
      metrics.increment('messaging_client_consumed_messages_total', batch.records.length, polled);
    }
    const labels = messagingLabels({ name: 'process', group: groupId });
    metrics.observe('messaging_process_duration_seconds', durationMs / 1_000, labels);
    this.control.progressed(parts.reduce((sum, { batch }) => sum + batch.records.length, 0));
    if (!this.#isTryingAgain) this.control.recovered();
  }

  #roundRejected(error: unknown, retryInMs: number): void {
    // It never comes to an end: nobody can say any more of which life its records are.
    if (isSpillwayError(error, 'SPW-5040')) return this.control.renew(error);
    const reason = describeError(error);
    this.doubt();
    this.options.logger.warn(
      { groupId: this.options.groupId, error: reason, retryInMs },
      'The group is suspended; nothing is committed until the round succeeds',
    );
    this.control.suspended(reason);
  }
}
