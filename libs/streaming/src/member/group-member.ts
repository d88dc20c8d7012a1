import { failpoint, failpointSync } from '../failpoints/failpoint.js';
import type { RecordSource, RecordSourceListener } from '../ports/record-source.js';
import type { PartitionBatch, TopicPartition } from '../ports/record.js';
import { describeError } from '../errors/describe-error.js';
import { Assignment } from '../assignment/assignment.js';
import { BoundedFetch } from './bounded-fetch.js';
import { backOffMs } from '../concurrency/back-off.js';
import { patientBackOff } from '../concurrency/patient-back-off.js';
import { defaultConsumerLimits, type ConsumerLimits } from '../assignment/consumer-limits.js';
import type { ConsumerStatus } from './consumer-status.js';
import { IncidentAnswers, type AnsweringMember } from './incident-answers.js';
import { OpenIncidents } from '../positions/open-incidents.js';
import { runUpkeep } from './run-upkeep.js';
import { leaveGroup } from './leave-group.js';
import { LogGuard, type GuardedMember } from './log-guard.js';
import { MemberCommits } from './member-commits.js';
import { MemberPartitions, type AssignedMember } from './member-partitions.js';
import type { MemberControl, MemberWork } from './member-work.js';
import type { MemberOptions } from './member-options.js';
import { placeOfError } from './place-of-error.js';
import { Rejoins, type JoiningMember } from './rejoins.js';
import { initialRunStatus, nextRunStatus, shownRunState, type RunEvent } from './run-state.js';
import { SeenPartitions } from '../assignment/seen-partitions.js';
import { settlesWithin } from '../concurrency/settles-within.js';
import { reportRunState } from './report-run-state.js';
import { untilAnswered } from './until-answered.js';
import { Watchdog, type WatchedMember } from './watchdog.js';

/** Work that was told to end gets this long to do so before the stop goes on without it. */
const giveBackGraceMs = 1_000;

/**
 * One member of a consumer group: fetches into bounded queues, gives what it fetched to its work, commits what is done.
 *
 * Promised: an offset is committed only when everything below it is done; after a partition was taken away nothing is
 * committed for it; no error of the work reaches the source.
 */
export class GroupMember {
  /** Resolves with the reason when it was refused after its start: it does not work again by itself. */
  readonly failed: Promise<unknown>;
  readonly #options: MemberOptions;
  readonly #limits: ConsumerLimits;
  readonly #assignment = new Assignment();
  readonly #work: MemberWork;
  readonly #seen = new SeenPartitions();
  readonly #openIncidents: OpenIncidents;
  readonly #guard: LogGuard;
  readonly #watchdog: Watchdog;
  readonly #fetch: BoundedFetch;
  readonly #commits: MemberCommits;
  readonly #partitions: MemberPartitions;
  readonly #rejoins: Rejoins;
  /** How partitions go on that stand at a gap. */
  readonly answers: IncidentAnswers;
  readonly #ended = new AbortController();
  #status = initialRunStatus;
  #source: RecordSource | undefined;
  /** Commits at most, until there is another. */
  #givenUp: RecordSource | undefined;
  #refusal: unknown;
  #working: Promise<unknown> = Promise.resolve();
  #stopping: Promise<void> | undefined;
  #started = false;
  /** The source was asked for partitions, and has brought none since. */
  #isJoining = false;
  /** The source has told of no problem that it has not recovered from. */
  #isSourceWell = true;
  #lastProgressMs: number;
  #fail: (reason: unknown) => void = () => {};
  /** Nothing is taken any more: it stops, or was refused. */
  readonly #isOver = (): boolean => this.#stopping !== undefined || this.#status.phase === 'failed';

  constructor(options: MemberOptions, createWork: (control: MemberControl) => MemberWork) {
    this.failed = new Promise((resolve) => (this.#fail = resolve));
    this.#options = options;
    this.#limits = { ...defaultConsumerLimits, ...options.limits };
    this.#lastProgressMs = options.clock.nowMs();
    this.#openIncidents = new OpenIncidents(options, (reasons) => this.#transition({ type: 'incidents', reasons }));
    const guarded = this.#guarded();
    this.#guard = new LogGuard(guarded);
    this.#fetch = new BoundedFetch(guarded, (assigned) => this.#guard.resume(assigned));
    this.#watchdog = new Watchdog(guarded);
    this.#commits = new MemberCommits(options, this.#assignment, guarded);
    this.#partitions = new MemberPartitions(guarded);
    this.#rejoins = new Rejoins(this.#rejoining());
    this.answers = new IncidentAnswers(guarded);
    this.#work = createWork(this.#control());
  }

  /**
   * Joins the group. Resolves when partitions were assigned; rejects when it cannot join or `onAssigned` refused.
   * Later troubles do not reject anything: see `status()`.
   */
  start(): Promise<void> {
    const starting = this.#start();
    this.#rejoins.begin(starting);
    return starting;
  }

  async #start(): Promise<void> {
    this.#transition({ type: 'joining' });
    try {
      await this.#join();
    } catch (error) {
      this.#refusal ??= error;
    }
    if (this.#refusal !== undefined) {
      this.#transition({ type: 'failed', reason: describeError(this.#refusal) });
      await this.#leave();
      throw this.#refusal;
    }
    if (this.#stopping !== undefined) return;
    this.#started = true;
    this.#working = this.#work.run();
    void this.#commits.commitRegularly();
    runUpkeep(this.#limits.lagIntervalMs, () => this.#guard.measure(), this.#ended.signal, this.#options);
    // By itself: what is measured waits for every answer, and a silent broker gives none for half a minute.
    runUpkeep(this.#limits.lagIntervalMs, () => this.#watchdog.look(), this.#ended.signal, this.#options);
  }

  /** Stops taking, lets the running round finish within the grace (or gives it back), commits, leaves. Idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= this.#drain();
    return this.#stopping;
  }

  /** A handler goes on though its signal has fired a while ago; undefined when none does any more. */
  handlersOverdue(reason: string | undefined): void {
    this.#transition({ type: 'handlers-overdue', reason });
  }

  status(): ConsumerStatus {
    return {
      ...shownRunState(this.#status),
      partitions: this.#assignment.all.map((assigned) => assigned.status()),
      lastProgressMs: this.#lastProgressMs,
      ...(this.#openIncidents.isEmpty ? {} : { incidents: this.#openIncidents.list() }),
    };
  }

  async #join(): Promise<void> {
    await this.#prepare();
    if (this.#isOver()) return;
    const { groupId, topics, transport } = this.#options;
    // Positions are named for all partitions; where the client goes by itself it is to miss nothing.
    const source = transport.source({ groupId, topics, startFrom: 'beginning' });
    this.#source = source;
    [this.#isJoining, this.#isSourceWell] = [true, true];
    await source.start(this.#listenerOf(source));
  }

  /** What may pass is waited for: at the start for a while, later for as long as it takes. */
  async #prepare(): Promise<void> {
    const { clock } = this.#options;
    const untilMs = clock.steadyMs() + this.#limits.startTimeoutMs;
    const wait = (error: unknown, attempt: number): Promise<void> => {
      this.#isJoining = false;
      if (!this.#started && clock.steadyMs() >= untilMs) throw error;
      return this.#notYet(error, attempt);
    };
    const prepare = async (): Promise<void> => this.#options.prepare?.();
    await untilAnswered(prepare, () => !this.#isOver(), wait);
  }

  /** Events of a source that was given up are not ours any more; while draining only losses still count. */
  #listenerOf(source: RecordSource): RecordSourceListener {
    const isCurrent = (): boolean => source === this.#source;
    const isTaking = (): boolean => isCurrent() && source !== this.#givenUp && !this.#isOver();
    return {
      onAssigned: async (partitions) => {
        if (!isTaking()) return [];
        this.#isJoining = false;
        return this.#partitions.take(partitions);
      },
      onRevoking: async (partitions) => (isCurrent() ? this.#revoking(source, partitions) : undefined),
      onBatch: (batch) => (isTaking() ? this.#take(source, batch) : undefined),
      onError: (error, fatal) => (isTaking() ? this.#sourceFailed(error, fatal) : undefined),
      onRecovered: () => (isTaking() ? this.#sourceWorks() : undefined),
    };
  }

  async #begin(isWanted: () => boolean): Promise<void> {
    this.#work.begin(this.#assignment.all);
    if (this.#options.incidents !== undefined) await this.#commits.commitStart(isWanted);
    if (!isWanted()) return;
    this.#isSourceWell = true;
    this.#transition({ type: 'assigned' });
  }

  #refuse(error: unknown): void {
    this.#refusal = error;
    this.#options.logger.error({ groupId: this.#options.groupId, error: describeError(error) }, 'The group is refused');
    this.#transition({ type: 'failed', reason: describeError(error) });
    this.#partitions.drop(this.#assignment.all);
    this.#work.interrupt();
    void this.#leave();
    if (this.#started) this.#fail(error);
  }

  async #notYet(error: unknown, attempt: number): Promise<void> {
    const { clock, logger, groupId } = this.#options;
    const reason = describeError(error);
    const retryInMs = backOffMs(attempt, patientBackOff);
    logger.warn({ groupId, error: reason, retryInMs }, 'What the group needs to begin is not known yet');
    this.#transition({ type: 'assignment-rejected', reason });
    await clock.sleep(retryInMs, this.#ended.signal);
  }

  async #revoking(source: RecordSource, partitions: readonly TopicPartition[]): Promise<void> {
    this.#isJoining = true;
    const positions = this.#partitions.drop(partitions);
    this.#work.interrupt();
    this.#transition({ type: 'joining' });
    failpointSync('on-revoking');
    await this.#commits.commit(source, positions);
    await failpoint('after-revoking-commit');
  }

  #take(source: RecordSource, batch: PartitionBatch): void {
    const assigned = this.#assignment.get(batch);
    if (assigned === undefined || assigned.incident !== undefined) return;
    if (!assigned.accept(batch)) {
      void this.#guard.realign(source, assigned);
      return;
    }
    this.#sourceWorks();
    this.#fetch.fetched(assigned);
    this.#work.wake(assigned);
  }

  #sourceWorks(): void {
    this.#isSourceWell = true;
    this.#transition({ type: 'batch-arrived', partitionProblem: this.#assignment.problem });
  }

  #sourceFailed(error: unknown, fatal: boolean): void {
    this.#noteProblem(error, fatal);
    if (fatal && this.#started) this.#rejoins.again({ isOrderly: false });
  }

  #noteProblem(error: unknown, fatal: boolean): void {
    const reason = describeError(error);
    const isOfPartition = this.#assignment.noteProblem(placeOfError(error), reason);
    this.#options.logger.warn({ groupId: this.#options.groupId, error: reason, fatal }, 'The source has a problem');
    this.#isSourceWell &&= isOfPartition;
    this.#transition({ type: isOfPartition ? 'partition-lost' : 'source-lost', reason });
  }

  #rejoining(): JoiningMember {
    return {
      options: this.#options,
      ended: this.#ended.signal,
      isOver: this.#isOver,
      giveUp: async (isOrderly) => {
        const source = (this.#givenUp = this.#source);
        const positions = this.#partitions.drop(this.#assignment.all);
        this.#work.interrupt();
        // More was done since the last commit, and while it was stored.
        if (isOrderly && source !== undefined) await this.#commits.commit(source, positions);
        await this.#leave();
      },
      join: () => this.#join(),
    };
  }

  #guarded(): GuardedMember & AnsweringMember & WatchedMember & AssignedMember & { beforeCommit(): Promise<void> } {
    const source = (): RecordSource | undefined => this.#source;
    return {
      options: this.#options,
      limits: this.#limits,
      assignment: this.#assignment,
      openIncidents: this.#openIncidents,
      seen: this.#seen,
      ended: this.#ended.signal,
      get source() {
        return source();
      },
      isOver: this.#isOver,
      isJoining: () => this.#isJoining,
      isSourceWell: () => this.#isSourceWell && !this.#rejoins.isUnderWay,
      begin: (isWanted) => this.#begin(isWanted),
      notYet: (error, attempt) => this.#notYet(error, attempt),
      beforeCommit: async () => this.#work.beforeCommit?.(),
      explains: (assigned) => this.#work.explains(assigned),
      sourceFailed: (error) => this.#sourceFailed(error, false),
      standsStill: (reason) => this.#transition({ type: 'standing-still', reason }),
      refuse: (error) => this.#refuse(error),
      renew: (reason) => void this.#renew(reason),
      // A join under way has read what was stored before the answer.
      renewWith: (reason) => void this.#rejoins.settled.then(() => this.#renew(reason)),
      commit: async (positions, options) => this.#source?.commit(positions, options),
      seekAndResume: (assigned) => {
        this.#source?.seek(assigned.nextPosition);
        if (!assigned.isFull && !assigned.isHeld) this.#source?.resume(assigned);
      },
    };
  }

  /** Assigned anew, with what is done until now. */
  async #renew(reason: unknown): Promise<void> {
    if (this.#rejoins.isUnderWay) return;
    // Not ready from here on, though the commit may take its time.
    this.#isSourceWell = false;
    this.#transition({ type: 'source-lost', reason: describeError(reason) });
    await this.#commits.tryCommitDone();
    this.#noteProblem(reason, true);
    if (this.#started) this.#rejoins.again({ isOrderly: true });
  }

  #control(): MemberControl {
    return {
      limits: this.#limits,
      assigned: () => this.#assignment.all,
      holds: (assigned) => this.#assignment.holds(assigned),
      pause: (assigned) => {
        assigned.isHeld = true;
        this.#source?.pause(assigned);
      },
      resume: (assigned) => {
        assigned.isHeld = false;
        if (!assigned.isFull) this.#guard.resume(assigned);
      },
      fetchWaitMs: () => this.#source?.fetchWaitMs ?? 0,
      drained: (assigned) => this.#fetch.drained(assigned),
      narrow: (assigned, headers) => this.#source?.narrow(assigned, headers),
      rewind: (assigned, offset) => this.#fetch.rewind(assigned, offset),
      commit: (positions) =>
        this.#source === undefined ? Promise.resolve(false) : this.#commits.commit(this.#source, positions),
      progressed: (records) => this.#progressed(records),
      suspended: (reason) => this.#transition({ type: 'work-suspended', reason }),
      recovered: () => this.#transition({ type: 'work-resumed' }),
      rebuilding: (isRebuilding) => this.#transition({ type: isRebuilding ? 'rebuilding' : 'rebuilt' }),
      rejoin: (reason) => this.#sourceFailed(reason, true),
      renew: (reason) => void this.#renew(reason),
      fail: (reason) => void this.#refuse(reason),
    };
  }

  #progressed(records: number): void {
    this.#commits.noteDone(records);
    const { clock, groupId, metrics } = this.#options;
    this.#lastProgressMs = clock.nowMs();
    metrics.set('spillway_consumer_last_progress_timestamp_seconds', this.#lastProgressMs / 1_000, { group: groupId });
  }

  async #drain(): Promise<void> {
    const { clock } = this.#options;
    this.#transition({ type: 'stopping' });
    this.#work.stopTaking();
    await failpoint('on-stop');
    if (!(await settlesWithin(this.#working, this.#limits.stopGraceMs, clock))) {
      this.#work.giveBack();
      await settlesWithin(this.#working, giveBackGraceMs, clock);
    }
    await this.#commits.tryCommitLast();
    this.#partitions.drop(this.#assignment.all);
    this.#ended.abort();
    await this.#leave();
    this.#transition({ type: 'stopped' });
  }

  #leave(): Promise<void> {
    return leaveGroup(this.#source, this.#options);
  }

  #transition(event: RunEvent): void {
    const before = shownRunState(this.#status);
    this.#status = nextRunStatus(this.#status, event);
    reportRunState(before, shownRunState(this.#status), this.#options);
  }
}
