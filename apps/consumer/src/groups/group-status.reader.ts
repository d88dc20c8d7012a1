import { Inject, Injectable } from '@nestjs/common';
import { SPILLWAY_TRANSPORT } from '@spillway/nest';
import type { GroupDefinition, Inbox, Transport } from '@spillway/streaming';
import { CONSUMER_INBOX } from '../tokens.js';
import { partitionLag } from './partition-lag.js';

/** Of one group on one topic. */
export interface TopicStatus {
  /** Distinct events. */
  readonly completed: number;
  readonly deadLettered: number;
  /** Records of the log, over all partitions, that no instance of the group has done. */
  readonly lag: number;
}

/** Asks the state what is done and the log what there is: true for the group as a whole, whichever instance is asked. */
@Injectable()
export class GroupStatusReader {
  constructor(
    @Inject(CONSUMER_INBOX) private readonly inbox: Inbox<never>,
    @Inject(SPILLWAY_TRANSPORT) private readonly transport: Transport,
  ) {}

  async read({ name, topics }: GroupDefinition): Promise<Readonly<Record<string, TopicStatus>>> {
    const totals = new Map((await this.inbox.totals(name)).map((total) => [total.topic, total]));
    const status: Record<string, TopicStatus> = {};
    for (const topic of Object.keys(topics)) {
      const { completed = 0, deadLettered = 0 } = totals.get(topic) ?? {};
      status[topic] = { completed, deadLettered, lag: await this.lag(name, topic) };
    }
    return status;
  }

  private async lag(group: string, topic: string): Promise<number> {
    const ranges = await this.transport.admin().ranges(topic);
    const done = new Map((await this.inbox.load(group, ranges)).map((row) => [row.partition, row]));
    return ranges.reduce((sum, range) => sum + partitionLag(range, done.get(range.partition)), 0);
  }
}
