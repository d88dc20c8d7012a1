import { Inject, Injectable } from '@nestjs/common';
import { ConsumerRegistry, SPILLWAY_TRANSPORT } from '@spillway/nest';
import {
  groupTiers,
  type FlowCounters,
  type GroupDefinition,
  type GroupTotals,
  type Inbox,
  type Transport,
} from '@spillway/streaming';
import { CONSUMER_INBOX } from '../tokens.js';
import { partitionLag } from './partition-lag.js';

/** Of one group on one topic. */
export interface TopicStatus extends Readonly<Pick<FlowCounters, 'retried' | 'held' | 'suspendedMs'>> {
  /** Distinct events. */
  readonly completed: number;
  readonly deadLettered: number;
  /** Records of the log and of its retry topics, over all partitions, that no instance of the group has done. */
  readonly lag: number;
}

const noTrouble = { retried: 0, held: 0, suspendedMs: 0 };

/**
 * Asks the state what is done and the log what there is: true for the group as a whole, whichever instance is asked.
 * What was retried, held and waited for is what this instance counted since its start.
 */
@Injectable()
export class GroupStatusReader {
  constructor(
    @Inject(CONSUMER_INBOX) private readonly inbox: Inbox<never>,
    @Inject(SPILLWAY_TRANSPORT) private readonly transport: Transport,
    @Inject(ConsumerRegistry) private readonly consumers: ConsumerRegistry,
  ) {}

  async read(group: GroupDefinition): Promise<Readonly<Record<string, TopicStatus>>> {
    const totals = new Map((await this.inbox.totals(group.name)).map((total) => [total.topic, total]));
    const counters = this.consumers.get(group.name)?.counters?.();
    const existing = (await this.transport.admin().topics()).map(({ name }) => name);
    const status: Record<string, TopicStatus> = {};
    for (const topic of Object.keys(group.topics)) {
      // A delivery that waits for its retry is done where it first lay, and counted where it ends.
      const read = topicsOf(group, topic, existing);
      const counted = topicsOf(group, topic, totals.keys()).map((name) => totals.get(name));
      const sum = (pick: (total: GroupTotals) => number): number =>
        counted.reduce((all, total) => all + (total === undefined ? 0 : pick(total)), 0);
      const { retried, held, suspendedMs } = counters?.[topic] ?? noTrouble;
      status[topic] = {
        completed: sum(({ completed }) => completed),
        deadLettered: sum(({ deadLettered }) => deadLettered),
        lag: await this.lag(group.name, read),
        ...{ retried, held, suspendedMs: Math.round(suspendedMs) },
      };
    }
    return status;
  }

  private async lag(group: string, topics: readonly string[]): Promise<number> {
    // One after the other: a copy is in its tier before its source is done, so it is never missed between the two.
    let lag = 0;
    for (const topic of topics) lag += await this.lagOf(group, topic);
    return lag;
  }

  private async lagOf(group: string, topic: string): Promise<number> {
    const ranges = await this.transport.admin().ranges(topic);
    const done = new Map((await this.inbox.load(group, ranges)).map((row) => [row.partition, row]));
    return ranges.reduce((sum, range) => sum + partitionLag(range, done.get(range.partition)), 0);
  }
}

/** A topic and its retry topics, with those that are known by name alone. */
function topicsOf(group: GroupDefinition, topic: string, known: Iterable<string>): readonly string[] {
  return [topic, ...groupTiers(group, topic, known).map(({ name }) => name)];
}
