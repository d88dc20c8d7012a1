import { SpillwayError } from '@spillway/events';
import { partitionKey } from '../ports/partition-key.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import type { Assignment } from '../assignment/assignment.js';
import type { ConsumerLimits } from '../assignment/consumer-limits.js';
import { isStopped } from '../assignment/is-stopped.js';
import { JoinWatch, type JoinWait } from './join-watch.js';
import type { MemberOptions } from './member-options.js';
import type { StallVerdict } from './stall-verdict.js';
import { StallWatch, type WatchedPartition } from './stall-watch.js';

/** What the watchdog needs of its member. */
export interface WatchedMember {
  readonly options: MemberOptions;
  readonly limits: ConsumerLimits;
  readonly assignment: Assignment;
  /** It stops, or was refused. */
  isOver(): boolean;
  /** It has asked for partitions, and its source has brought none since. */
  isJoining(): boolean;
  /** The source has reported nothing that it has not recovered from, and is not being replaced. */
  isSourceWell(): boolean;
  /** Whether the work knows why the partition stands still, or how far it is with what has to be done first. */
  explains(assigned: AssignedPartition): boolean | string;
  /** A partition stands still for no known reason, not yet for long; undefined when none does. */
  standsStill(reason: string | undefined): void;
  renew(reason: unknown): void;
  refuse(error: unknown): void;
}

/** Readiness is to follow within ten seconds; the look itself comes every two. */
const standstillMs = 8_000;

/**
 * Looks after a member that gets nowhere though there is something to read and nothing explains it, or that gets no
 * partitions though its group answers: it is not ready soon, then its consumer is rebuilt, and after two in vain the member
 * fails, so that another process takes over.
 */
export class Watchdog {
  readonly #stalls: StallWatch;
  readonly #joins: JoinWatch;

  constructor(private readonly member: WatchedMember) {
    this.#stalls = new StallWatch(member.limits.stallMs);
    this.#joins = new JoinWatch(member.limits.stallMs);
  }

  async look(): Promise<void> {
    const { member } = this;
    if (member.isOver()) return;
    const wait = await this.#joinWait();
    if (member.isOver()) return;
    const nowMs = member.options.clock.steadyMs();
    if (!this.#act(this.#joins.look(nowMs, wait), 'got no partitions though its coordinator answers')) return;
    const watched = member.assignment.all.map((assigned) => this.#watched(assigned));
    if (!this.#act(this.#stalls.look(nowMs, watched), 'has records to read and got nowhere')) return;
    const standing = this.#stalls.standingFor(standstillMs, nowMs);
    member.standsStill(standing === undefined ? undefined : `${standing} has records to read and stands still`);
  }

  /** Answers whether there was nothing to do. */
  #act(verdict: StallVerdict, what: string): boolean {
    if (verdict === 'fine') return true;
    const { options, limits } = this.member;
    const detail = `${options.groupId} ${what} for ${Math.round(limits.stallMs / 1_000)} s`;
    if (verdict === 'rebuild') this.member.renew(new SpillwayError('SPW-5043', `${detail}; its consumer is rebuilt`));
    else this.member.refuse(new SpillwayError('SPW-5043', `${detail}, twice after its consumer was rebuilt`));
    return false;
  }

  async #joinWait(): Promise<JoinWait> {
    const { member } = this;
    if (!member.isJoining()) return 'over';
    const isUnexplained = member.isSourceWell() && (await this.#isGroupThere()) && member.isSourceWell();
    if (!member.isJoining()) return 'over';
    return isUnexplained ? 'unexplained' : 'explained';
  }

  /** Whether the broker that hands out the partitions of the group answers, and tells of all its topics: a join needs them. */
  async #isGroupThere(): Promise<boolean> {
    const { transport, groupId, topics } = this.member.options;
    try {
      await transport.admin().committed(groupId, topics);
      return true;
    } catch {
      return false;
    }
  }

  #watched(assigned: AssignedPartition): WatchedPartition {
    const { watermark, runCount, fetchPosition } = assigned;
    const standsStill = isStopped(assigned) || !this.member.isSourceWell();
    const explained = this.member.explains(assigned);
    return {
      key: partitionKey(assigned),
      doneOffset: watermark,
      position: `${watermark}/${runCount}/${fetchPosition} ${explained}`,
      lag: assigned.status().lag,
      isExplained: standsStill || explained === true,
    };
  }
}
