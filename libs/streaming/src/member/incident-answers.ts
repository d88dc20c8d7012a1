import { SpillwayError } from '@spillway/events';
import { failpoint } from '../failpoints/failpoint.js';
import { OffsetTracker } from '../offsets/offset-tracker.js';
import { partitionKey } from '../ports/partition-key.js';
import type { CommitOptions, CommittedPosition } from '../ports/record-source.js';
import type { RecordPosition, TopicPartition } from '../ports/record.js';
import { decodeCommitMetadata, encodeCommitMetadata } from '../offsets/commit-metadata.js';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import type { Assignment } from '../assignment/assignment.js';
import type { Incident } from '../assignment/incident.js';
import type { OpenIncidents } from '../positions/open-incidents.js';
import type { MemberOptions } from './member-options.js';
import type { SeenPartitions } from '../assignment/seen-partitions.js';
import type { StartFrom } from '../group/start-from.js';

/** What answering incidents needs of the member. */
export interface AnsweringMember {
  readonly options: MemberOptions;
  readonly assignment: Assignment;
  readonly openIncidents: OpenIncidents;
  readonly seen: SeenPartitions;
  commit(positions: readonly CommittedPosition[], options: CommitOptions): Promise<void>;
  /** Reads on from here. */
  seekAndResume(assigned: AssignedPartition): void;
  /** All partitions are assigned anew, once more after a join that may not know what is stored by now. */
  renewWith(reason: string): void;
}

/** How partitions go on that an incident has stopped: an operator says it. What is answered is stored before anything is read. */
export class IncidentAnswers {
  constructor(private readonly member: AnsweringMember) {}

  /** @throws SpillwayError `SPW-5042` when the partition stands at no gap here, or only an operator knows where it goes on */
  async acceptGap(at: TopicPartition): Promise<void> {
    const assigned = this.member.assignment.get(at);
    const incident = assigned?.incident;
    const name = `${at.topic}/${at.partition}`;
    if (assigned === undefined || incident === undefined) {
      throw new SpillwayError('SPW-5042', `${name} stands at no gap at this member of ${this.member.options.groupId}`);
    }
    const { resumeOffset } = incident;
    if (resumeOffset === undefined) {
      throw new SpillwayError('SPW-5042', `${name} has lost its position: say from where it starts`);
    }
    this.#log('The gap is accepted', assigned, resumeOffset);
    if (this.#isPassable(assigned, incident)) return this.#pass(assigned, resumeOffset);
    const runs = incident.kind === 'trimmed' ? assigned.runs : [];
    await this.#moveTo(assigned, new OffsetTracker({ watermark: resumeOffset, runs }));
    this.member.renewWith('A gap was accepted');
  }

  /** Answers where the partitions that were stopped go on; no other is touched. */
  async startFrom(position: StartFrom): Promise<readonly RecordPosition[]> {
    const stopped = this.member.assignment.all.filter(({ incident }) => incident !== undefined);
    const offsets = await this.#offsetsAt(position, new Set(stopped.map(({ topic }) => topic)));
    const moved: RecordPosition[] = [];
    for (const assigned of stopped) {
      const offset = offsets.get(partitionKey(assigned));
      if (offset === undefined) continue;
      this.#log('The start is set', assigned, Number(offset));
      await this.#moveTo(assigned, new OffsetTracker({ watermark: Number(offset), runs: [] }));
      moved.push({ topic: assigned.topic, partition: assigned.partition, offset });
    }
    if (moved.length > 0) this.member.renewWith('The start was set');
    return moved;
  }

  /** Where the work has not ended: what was fetched before the gap is still in its hands. */
  #isPassable({ topic, stoppedAtStart }: AssignedPartition, { kind }: Incident): boolean {
    return !stoppedAtStart && kind === 'trimmed' && this.member.options.incidents?.isSource(topic) === true;
  }

  async #pass(assigned: AssignedPartition, offset: number): Promise<void> {
    await failpoint('before-gap-mark');
    await this.member.options.incidents?.markSkipped?.(assigned, [assigned.fetchPosition, offset - 1]);
    await failpoint('after-gap-mark');
    if (!this.member.assignment.holds(assigned)) return;
    assigned.skipTo(offset);
    assigned.incident = undefined;
    this.member.openIncidents.close(assigned);
    this.member.seekAndResume(assigned);
  }

  async #moveTo(assigned: AssignedPartition, tracker: OffsetTracker): Promise<void> {
    const { topic, partition, topicId, firstPartitions, incident } = assigned;
    const { watermark, runs } = tracker;
    const { offset, metadata } = assigned.committed;
    const { epoch, fences } = decodeCommitMetadata(Number(offset), metadata);
    const isSameLife = incident?.kind !== 'topic-recreated';
    const told = { topicId, firstPartitions, epoch, fences: isSameLife ? fences : [], runs };
    const { text } = encodeCommitMetadata(watermark, told);
    const life = topicId === undefined ? {} : { topicId };
    await failpoint('before-answer-store');
    await this.member.options.incidents?.replaceDone?.({ topic, partition, watermark, runs, ...life });
    // Not to be written over by what the member believed before: not while the answer is on its way, nor when it leaves.
    assigned.isAnswered = true;
    try {
      await failpoint('after-answer-store');
      await this.member.commit([{ topic, partition, offset: BigInt(watermark), metadata: text }], { mayLower: true });
    } catch (error) {
      assigned.isAnswered = false;
      throw error;
    }
    await failpoint('after-answer-commit');
    if (topicId !== undefined) this.member.seen.accepted(assigned, topicId);
  }

  async #offsetsAt(position: StartFrom, topics: ReadonlySet<string>): Promise<ReadonlyMap<string, bigint>> {
    const admin = this.member.options.transport.admin();
    const found = await Promise.all(
      [...topics].map(async (topic): Promise<readonly RecordPosition[]> => {
        if (position instanceof Date) return admin.offsetsAt(topic, position.getTime());
        const ranges = await admin.ranges(topic);
        return ranges.map(({ partition, beginOffset, endOffset }) => ({
          topic,
          partition,
          offset: position === 'beginning' ? beginOffset : endOffset,
        }));
      }),
    );
    return new Map(found.flat().map((each) => [partitionKey(each), each.offset]));
  }

  #log(what: string, { topic, partition, incident }: AssignedPartition, offset: number): void {
    const { groupId, logger } = this.member.options;
    logger.warn({ groupId, topic, partition, kind: incident?.kind, lost: incident?.lost, offset }, what);
  }
}
