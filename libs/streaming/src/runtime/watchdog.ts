import { SpillwayError } from '@spillway/events';
import { partitionKey } from '../ports/partition-key.js';
import type { AssignedPartition } from './assigned-partition.js';
import type { Assignment } from './assignment.js';
import type { ConsumerLimits } from './consumer-limits.js';
import type { MemberOptions } from './record-consumer-options.js';
import { StallWatch, type WatchedPartition } from './stall-watch.js';

/** What the watchdog needs of its member. */
export interface WatchedMember {
  readonly options: MemberOptions;
  readonly limits: ConsumerLimits;
  readonly assignment: Assignment;
  readonly isStopping: boolean;
  /** The source has reported nothing that it has not recovered from. */
  readonly isSourceWell: boolean;
  /** Whether the work knows why the partition stands still, or how far it is with what has to be done first. */
  explains(assigned: AssignedPartition): boolean | string;
  renew(reason: unknown): void;
  refuse(error: unknown): void;
}

/**
 * Looks after a member that gets nowhere though there is something to read and nothing explains it: its consumer is
 * rebuilt, and after two in vain the member fails, so that another process takes over.
 */
export class Watchdog {
  readonly #watch: StallWatch;

  constructor(private readonly member: WatchedMember) {
    this.#watch = new StallWatch(member.limits.stallMs);
  }

  look(): void {
    if (this.member.isStopping) return;
    const { clock, groupId } = this.member.options;
    const watched = this.member.assignment.all.map((assigned) => this.#watched(assigned));
    const verdict = this.#watch.look(clock.steadyMs(), watched);
    if (verdict === 'fine') return;
    const seconds = Math.round(this.member.limits.stallMs / 1_000);
    const detail = `${groupId} has records to read and got nowhere for ${seconds} s`;
    if (verdict === 'rebuild') this.member.renew(new SpillwayError('SPW-5043', `${detail}; its consumer is rebuilt`));
    else this.member.refuse(new SpillwayError('SPW-5043', `${detail}, twice after its consumer was rebuilt`));
  }

  #watched(assigned: AssignedPartition): WatchedPartition {
    const { watermark, runCount, fetchPosition, incident, sourceProblem } = assigned;
    const isStopped = incident !== undefined || sourceProblem !== undefined || !this.member.isSourceWell;
    const explained = this.member.explains(assigned);
    return {
      key: partitionKey(assigned),
      doneOffset: watermark,
      position: `${watermark}/${runCount}/${fetchPosition} ${explained}`,
      lag: assigned.status().lag,
      isExplained: isStopped || explained === true,
    };
  }
}
