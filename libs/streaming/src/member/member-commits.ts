import { failpoint, failpointSync } from '../failpoints/failpoint.js';
import type { CommittedPosition, RecordSource } from '../ports/record-source.js';
import { describeError } from '../errors/describe-error.js';
import { timedOperation } from '../telemetry/timed-operation.js';
import type { Assignment } from '../assignment/assignment.js';
import { backOffMs } from '../concurrency/back-off.js';
import { patientBackOff } from '../concurrency/patient-back-off.js';
import type { ConsumerLimits } from '../assignment/consumer-limits.js';
import { CommitPace } from './commit-pace.js';
import type { MemberOptions } from './member-options.js';

/** What a member has done, stored for its group. A commit that fails costs repeats, never records: it is made again. */
export class MemberCommits {
  readonly #pace: CommitPace;

  constructor(
    private readonly options: Pick<MemberOptions, 'groupId' | 'logger' | 'metrics' | 'clock'>,
    private readonly assignment: Assignment,
    private readonly member: {
      readonly limits: ConsumerLimits;
      readonly source: RecordSource | undefined;
      readonly ended: AbortSignal;
      /** A rejection holds the commit back. */
      beforeCommit(): Promise<void>;
    },
  ) {
    this.#pace = new CommitPace(member.limits, options.clock, member.ended);
  }

  /** Commits what is done whenever it is time, until the member has ended. */
  async commitRegularly(): Promise<void> {
    while (await this.#pace.next()) await this.tryCommitDone();
  }

  /** So many more records are done. */
  noteDone(records: number): void {
    this.#pace.done(records);
  }

  /** All that is done and not committed yet. @throws what `beforeCommit` throws */
  async commitDone(): Promise<void> {
    await failpoint('before-ledger-flush');
    await this.member.beforeCommit();
    await failpoint('after-ledger-flush');
    const positions = this.assignment.all.flatMap((assigned) => assigned.uncommitted() ?? []);
    const { source } = this.member;
    if (source !== undefined) await this.commit(source, positions);
  }

  /** Where a member begins, as often as it takes: whoever comes next has to know that somebody was here. */
  async commitStart(isWanted: () => boolean): Promise<void> {
    for (let attempt = 1; isWanted(); attempt++) {
      const { source } = this.member;
      const positions = this.assignment.all.flatMap((assigned) => assigned.uncommitted() ?? []);
      if (source === undefined || (await this.commit(source, positions))) return;
      await this.options.clock.sleep(backOffMs(attempt, patientBackOff), this.member.ended);
    }
  }

  /** The same where nobody can do anything about a failure. */
  async tryCommitDone(): Promise<void> {
    try {
      await this.commitDone();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The same when nothing is taken any more. */
  async tryCommitLast(): Promise<void> {
    for (const assigned of this.assignment.all) assigned.isOver = true;
    await this.tryCommitDone();
  }

  /** Answers whether they are stored. */
  async commit(source: RecordSource, positions: readonly CommittedPosition[]): Promise<boolean> {
    if (positions.length === 0) return true;
    try {
      failpointSync('before-commit');
      await timedOperation({ name: 'commit', group: this.options.groupId }, this.options, () =>
        source.commit(positions),
      );
      await failpoint('after-commit');
      for (const position of positions) this.assignment.get(position)?.wasCommitted(position);
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #failed(error: unknown): void {
    const { groupId, logger } = this.options;
    logger.warn({ groupId, error: describeError(error) }, 'A commit failed; it is tried again');
  }
}
