import { failpoint } from '../failpoints/failpoint.js';
import type { CommittedPosition, RecordSource } from '../ports/record-source.js';
import type { RecordPosition, TopicPartition } from '../ports/record.js';
import { AssignedPartition } from '../assignment/assigned-partition.js';
import type { Assignment } from '../assignment/assignment.js';
import type { OpenIncidents } from '../positions/open-incidents.js';
import type { MemberOptions } from './member-options.js';
import { reportGaps } from '../positions/report-gaps.js';
import type { SeenPartitions } from '../assignment/seen-partitions.js';
import type { StartPosition } from '../assignment/start-position.js';
import { untilAnswered } from './until-answered.js';

/** What taking partitions over needs of a member. */
export interface AssignedMember {
  readonly options: MemberOptions;
  readonly assignment: Assignment;
  readonly openIncidents: OpenIncidents;
  readonly seen: SeenPartitions;
  readonly ended: AbortSignal;
  readonly source: RecordSource | undefined;
  /** They are all there. Nothing is fetched before it resolves. */
  begin(isWanted: () => boolean): Promise<void>;
  /** Where they begin is not known yet. Resolves when it is time to ask again. */
  notYet(error: unknown, attempt: number): Promise<void>;
  refuse(error: unknown): void;
}

/** How partitions come to a member and go from it. */
export class MemberPartitions {
  /** Of all assignments, those that were over before they had begun too. */
  #count = 0;

  constructor(private readonly member: AssignedMember) {}

  /** Answers from where they are to be fetched: nothing is before. */
  async take(partitions: readonly TopicPartition[]): Promise<readonly RecordPosition[]> {
    const { member } = this;
    const assignment = ++this.#count;
    const isWanted = (): boolean => assignment === this.#count && !member.ended.aborted;
    const begin = async (): Promise<readonly RecordPosition[]> => {
      await failpoint('on-assigned');
      await member.options.onAssigned?.(partitions);
      const starts = await member.options.findStarts(partitions, member.seen);
      return assignment === this.#count ? this.#begin(starts, isWanted) : [];
    };
    try {
      return (await untilAnswered(begin, isWanted, (error, attempt) => member.notYet(error, attempt))) ?? [];
    } catch (error) {
      member.refuse(error);
      return [];
    }
  }

  /** Forgets them; answers what was done in them and not committed yet. */
  drop(partitions: readonly TopicPartition[]): readonly CommittedPosition[] {
    const { assignment, seen, openIncidents } = this.member;
    this.#count++;
    for (const assigned of partitions.flatMap((partition) => assignment.get(partition) ?? [])) {
      seen.left(assigned);
      openIncidents.close(assigned);
    }
    return assignment.remove(partitions);
  }

  async #begin(starts: readonly StartPosition[], isWanted: () => boolean): Promise<readonly RecordPosition[]> {
    const { assignment, options } = this.member;
    for (const start of starts) {
      reportGaps(start, options);
      this.#add(new AssignedPartition(start, start));
    }
    await this.member.begin(isWanted);
    return assignment.all.map(({ nextPosition }) => nextPosition);
  }

  #add(assigned: AssignedPartition): void {
    const { assignment, options, seen, source, openIncidents } = this.member;
    assigned.comparedAtMs = options.clock.nowMs();
    assignment.add(assigned);
    seen.began(assigned);
    if (assigned.incident === undefined) return;
    source?.pause(assigned);
    openIncidents.stop(assigned, assigned.incident);
  }
}
