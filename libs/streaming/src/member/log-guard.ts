import { isSpillwayError } from '@spillway/events';
import type { PartitionRange } from '../ports/log-admin.js';
import { partitionKey } from '../ports/partition-key.js';
import type { RecordSource } from '../ports/record-source.js';
import { doEach } from '../concurrency/do-each.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import type { Assignment } from '../assignment/assignment.js';
import { backOffMs } from '../concurrency/back-off.js';
import { patientBackOff } from '../concurrency/patient-back-off.js';
import type { ConsumerLimits } from '../assignment/consumer-limits.js';
import { assertWithinLog } from '../positions/find-start-positions.js';
import type { Incident } from '../assignment/incident.js';
import { recreated } from '../positions/recreated.js';
import type { OpenIncidents } from '../positions/open-incidents.js';
import type { MemberOptions } from './member-options.js';
import { LagGauges } from './lag-gauges.js';
import { reportGap } from '../positions/report-gap.js';

/** What the guard needs of its member. */
export interface GuardedMember {
  readonly options: MemberOptions;
  readonly limits: ConsumerLimits;
  readonly assignment: Assignment;
  readonly openIncidents: OpenIncidents;
  readonly ended: AbortSignal;
  readonly source: RecordSource | undefined;
  /** It stops, or was refused. */
  isOver(): boolean;
  /** The source has a problem that may pass. */
  sourceFailed(error: unknown): void;
  /** Only a new process helps. */
  refuse(error: unknown): void;
  /** What is believed of the partitions is not true any more: they are to be assigned anew. */
  renew(reason: unknown): void;
}

/** A log that is too short gets a few looks: right after a broker's change the new leader may not show all of it yet. */
export const shortLogLooks = 3;
/** A recreated topic is mostly noticed by its offsets or the join that follows; where it is not, this late. */
const lifeIntervalMs = 30_000;

/**
 * Compares where a member reads with where the log begins and ends. A group with handlers stops a partition outside of
 * its log; any other records the gap and goes on behind it.
 */
export class LogGuard {
  readonly #gauges: LagGauges;
  #livesSeenMs: number;

  constructor(private readonly member: GuardedMember) {
    this.#gauges = new LagGauges(member.options);
    this.#livesSeenMs = member.options.clock.nowMs();
  }

  /** Asks the log how far it goes, for the lag, and whether all partitions are still within. */
  async measure(): Promise<void> {
    await doEach([
      // Where the log does not answer, the age of what waits grows all the same.
      () => this.#lookAtAll().finally(() => this.#gauges.show(this.member.assignment.all)),
      async () => (this.member.openIncidents.isEmpty ? undefined : this.#writeBack()),
      () => this.#checkLives(),
    ]);
  }

  /** One topic that cannot be asked hides nothing of the others. */
  async #lookAtAll(): Promise<void> {
    const { assignment, options } = this.member;
    const before = new Map(assignment.all.map((assigned) => [assigned, assigned.fetchPosition]));
    const asked = options.topics.map((topic) => this.#rangesOfTopic(topic));
    const looks = asked.map((ranges) => async () => {
      for (const range of await ranges) {
        const assigned = assignment.get(range);
        if (assigned === undefined) continue;
        assigned.sawEnd(Number(range.endOffset));
        const position = before.get(assigned);
        if (options.incidents !== undefined && position !== undefined) await this.#look(assigned, range, position);
      }
    });
    await Promise.allSettled(asked);
    await doEach(looks);
  }

  /** A batch that does not follow the last one: fetch again from where we are, or stop where the log lost something. */
  async realign(source: RecordSource, assigned: AssignedPartition): Promise<void> {
    if (assigned.isRealigning) return;
    assigned.isRealigning = true;
    const { assignment, options, ended } = this.member;
    // Until it succeeds: the source has moved on, and what it skipped may be all there is for hours.
    for (let attempt = 1; assignment.holds(assigned) && !this.member.isOver(); attempt++) {
      try {
        await this.#seekWithinLog(source, assigned);
        break;
      } catch (error) {
        if (isRefusal(error, attempt)) {
          this.member.refuse(error);
          break;
        }
        this.member.sourceFailed(error);
        await options.clock.sleep(backOffMs(attempt, patientBackOff), ended);
      }
    }
    assigned.isRealigning = false;
  }

  /** Fetches on. What rested for longer than between two looks is compared with its log before. */
  resume(assigned: AssignedPartition): void {
    const { source, options, limits } = this.member;
    if (assigned.incident !== undefined) return;
    const restedMs = options.clock.nowMs() - assigned.comparedAtMs;
    if (options.incidents === undefined || restedMs < 2 * limits.lagIntervalMs) source?.resume(assigned);
    else void this.#lookAndResume(assigned);
  }

  async #lookAndResume(assigned: AssignedPartition): Promise<void> {
    try {
      const position = assigned.fetchPosition;
      await this.#look(assigned, await this.#rangeOf(assigned), position);
    } catch (error) {
      // Who cannot be asked cannot be fetched from either; what it lost is noticed with the next look.
      this.member.sourceFailed(error);
    }
    const isWanted = assigned.incident === undefined && !assigned.isFull && !assigned.isHeld;
    if (isWanted && this.member.assignment.holds(assigned)) this.member.source?.resume(assigned);
  }

  async #look(assigned: AssignedPartition, range: PartitionRange, position: number): Promise<void> {
    assigned.comparedAtMs = this.member.options.clock.nowMs();
    if (assigned.incident !== undefined) return;
    try {
      if (outside(assigned, range, position) !== undefined) await this.#stop(assigned, range, position);
    } catch (error) {
      if (!isSpillwayError(error, 'SPW-5010')) throw error;
    }
  }

  async #stop(assigned: AssignedPartition, range: PartitionRange, position: number): Promise<void> {
    if (await this.#isRecreated(assigned)) return;
    const { assignment, openIncidents, source } = this.member;
    if (!assignment.holds(assigned) || assigned.incident !== undefined) return;
    // Once more: what was on its way to us meanwhile is not lost.
    const incident = outside(assigned, range, Math.max(position, assigned.fetchPosition));
    if (incident === undefined) return;
    source?.pause(assigned);
    assigned.forgetCommit();
    openIncidents.stop(assigned, incident);
  }

  /** In a recreated topic nothing is at its place: what became of it is judged when it is assigned anew. */
  async #isRecreated(assigned: AssignedPartition): Promise<boolean> {
    const { topic, topicId } = assigned;
    if (topicId === undefined) return false;
    const life = await this.member.options.transport.admin().topicId(topic);
    if (life === topicId) return false;
    if (this.member.assignment.holds(assigned)) this.member.renew(recreated(topic));
    return true;
  }

  async #seekWithinLog(source: RecordSource, assigned: AssignedPartition): Promise<void> {
    const { topic, partition, fetchPosition: position } = assigned;
    // A client that went to the beginning by itself may have found another topic, which is as long as the old one by now.
    if (await this.#isRecreated(assigned)) return;
    const range = await this.#rangeOf(assigned);
    if (!this.member.assignment.holds(assigned)) return;
    if (this.member.options.incidents === undefined) this.#skipGap(assigned, range);
    else if (outside(assigned, range, position) !== undefined) return this.#stop(assigned, range, position);
    else assigned.forgetCommit();
    source.seek({ topic, partition, offset: BigInt(assigned.fetchPosition) });
  }

  #skipGap(assigned: AssignedPartition, range: PartitionRange): void {
    const { topic, partition, fetchPosition: firstOffset } = assigned;
    const beginOffset = Number(range.beginOffset);
    assertWithinLog(assigned, firstOffset, Number(range.endOffset));
    if (beginOffset > firstOffset)
      reportGap({ topic, partition, firstOffset, lastOffset: beginOffset - 1 }, this.member.options);
    assigned.skipTo(beginOffset);
  }

  /** Of a topic that was to go, and is gone, there are none: all is assigned anew without it. */
  async #rangesOfTopic(topic: string): Promise<readonly PartitionRange[]> {
    const { transport, mayVanish } = this.member.options;
    try {
      return await transport.admin().ranges(topic);
    } catch (error) {
      if (!isSpillwayError(error, 'SPW-1103') || mayVanish?.(topic) !== true) throw error;
      this.member.renew(error);
      return [];
    }
  }

  async #rangeOf({ topic, partition }: AssignedPartition): Promise<PartitionRange> {
    const ranges = await this.member.options.transport.admin().ranges(topic);
    return ranges.find((each) => each.partition === partition) ?? { topic, partition, beginOffset: 0n, endOffset: 0n };
  }

  /** The client overwrites the position of a partition that it finds outside of its log, whenever it comes to that. */
  async #writeBack(): Promise<void> {
    const { assignment, options } = this.member;
    const stopped = assignment.all.filter(
      ({ incident }) => incident !== undefined && incident.kind !== 'position-gone',
    );
    if (stopped.length === 0) return;
    const topics = [...new Set(stopped.map(({ topic }) => topic))];
    const committed = await options.transport.admin().committed(options.groupId, topics);
    const byKey = new Map(committed.map((position) => [partitionKey(position), position]));
    for (const assigned of stopped) {
      const ours = assigned.committed;
      const stored = byKey.get(partitionKey(assigned));
      if (stored?.offset !== ours.offset || stored.metadata !== ours.metadata) assigned.forgetCommit();
    }
  }

  async #checkLives(): Promise<void> {
    const { assignment, options } = this.member;
    const nowMs = options.clock.nowMs();
    if (nowMs - this.#livesSeenMs < lifeIntervalMs) return;
    this.#livesSeenMs = nowMs;
    const running = assignment.all.filter(({ incident, topicId }) => incident === undefined && topicId !== undefined);
    const topics = new Set(running.map((assigned) => assigned.topic));
    const checks = [...topics].map((topic) => async () => {
      const ends = running.filter((each) => each.topic === topic).map((each) => [each, each.endOffset] as const);
      const life = await options.transport.admin().topicId(topic);
      const isOther = running.some((each) => each.topic === topic && assignment.holds(each) && each.topicId !== life);
      if (isOther) return this.member.renew(recreated(topic));
      for (const [assigned, endOffset] of ends) assigned.surelyHeldTo = endOffset;
    });
    await doEach(checks);
  }
}

/**
 * Why the position is outside of the log, or undefined when it is not.
 *
 * @param position where the member read when the log was asked
 * @throws SpillwayError `SPW-5010` while a log that is too short may only seem so
 */
function outside(assigned: AssignedPartition, range: PartitionRange, position: number): Incident | undefined {
  const { topic, topicId, partition, fetchPosition } = assigned;
  const beginOffset = Number(range.beginOffset);
  const endOffset = Number(range.endOffset);
  if (position > endOffset) {
    if (++assigned.shortLogs < shortLogLooks) assertWithinLog(assigned, position, endOffset);
    const detail = `the group has read it up to ${position}, but the log ends at ${endOffset}`;
    return { topic, topicId, partition, kind: 'log-ends-early', lost: [], resumeOffset: endOffset, detail };
  }
  assigned.shortLogs = 0;
  if (fetchPosition >= beginOffset) return undefined;
  const lost = [[fetchPosition, beginOffset - 1]] as const;
  const detail = `the log begins at ${beginOffset}`;
  return { topic, topicId, partition, kind: 'trimmed', lost, resumeOffset: beginOffset, detail };
}

/** What asking again does not mend. */
export function isRefusal(error: unknown, attempt: number): boolean {
  if (isSpillwayError(error, 'SPW-5010')) return attempt >= shortLogLooks;
  return isSpillwayError(error) && !error.retryable;
}
