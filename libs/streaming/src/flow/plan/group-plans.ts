import type { GroupDefinition } from '../../group/group-definition.js';
import type { LogAdmin, TopicSummary } from '../../ports/log-admin.js';
import type { Logger } from '../../ports/logger.js';
import type { SpringCompat, TimestampType } from '../../retry/copies/spring-headers.js';
import { bringTogether } from './bring-together.js';
import { checkGroupRetention } from './check-group-retention.js';
import { readableSettings } from './readable-settings.js';
import { topicPlan, type TopicPlan } from './topic-plan.js';

export interface GroupPlansParts {
  readonly group: GroupDefinition;
  readonly admin: () => LogAdmin;
  readonly logger: Logger;
  /** How long the group may be away without losing what waits. */
  readonly outageMs: number;
}

/** How a group treats its topics, with the tiers that its policy no longer names and the log still has. */
export class GroupPlans {
  #all: readonly TopicPlan[];
  /** Of topics whose dead letters tell it. */
  readonly #timestampTypes = new Map<string, TimestampType>();
  #isChecked = false;

  /** @throws SpillwayError `SPW-5023` when a retry policy is senseless */
  constructor(private readonly parts: GroupPlansParts) {
    this.#all = this.#planWith([]);
  }

  get all(): readonly TopicPlan[] {
    return this.#all;
  }

  of(topic: string): TopicPlan {
    return this.#all.find((plan) => plan.topic === topic)!;
  }

  /** What flows of a topic work by. */
  partsOf(topic: string): { readonly plan: TopicPlan; readonly compat: SpringCompat | undefined } {
    const isForSpring = this.parts.group.topics[topic]?.compat === 'spring';
    const timestampType = this.#timestampTypes.get(topic) ?? 'CreateTime';
    return { plan: this.of(topic), compat: isForSpring ? { timestampType } : undefined };
  }

  /** All that is read. */
  get topics(): readonly string[] {
    return this.#all.flatMap(({ topic, tiers, holds }) => [
      topic,
      ...tiers.map((tier) => tier.topic),
      ...(holds === undefined ? [] : [holds]),
    ]);
  }

  /** Whether it is a tier that is only read until it is empty; an operator may delete it at any time after. */
  isDrained(topic: string): boolean {
    return this.#all.some(({ tiers }) => tiers.some((tier) => tier.topic === topic && tier.use === 'drained'));
  }

  /**
   * Before the group joins: looks what tiers there are, and, the first time, whether the group's own topics are as they
   * have to be.
   *
   * @throws SpillwayError as `bringTogether` and `checkGroupRetention` do
   */
  async prepare(): Promise<void> {
    const topics = await this.#look();
    if (this.#isChecked) return;
    const { logger, outageMs } = this.parts;
    await bringTogether(this.parts.admin(), this.#all, { topics, logger });
    await checkGroupRetention(this.parts.admin(), this.#all, { outageMs, logger });
    await this.#readTimestampTypes();
    this.#isChecked = true;
  }

  /** Partitions were added to a topic: its retry topics get them, too. Throws as `bringTogether` does. */
  async bringTogether(): Promise<void> {
    const { logger, admin } = this.parts;
    await bringTogether(admin(), this.#all, { topics: await admin().topics(), logger });
  }

  async #readTimestampTypes(): Promise<void> {
    const { group, logger } = this.parts;
    for (const { topic } of this.#all.filter((plan) => group.topics[plan.topic]?.compat === 'spring')) {
      const settings = await readableSettings(this.parts.admin(), topic, logger);
      const isAppendTime = settings['message.timestamp.type'] === 'LogAppendTime';
      this.#timestampTypes.set(topic, isAppendTime ? 'LogAppendTime' : 'CreateTime');
    }
  }

  async #look(): Promise<readonly TopicSummary[]> {
    const topics = await this.parts.admin().topics();
    this.#all = this.#planWith(topics.map(({ name }) => name));
    return topics;
  }

  #planWith(existing: readonly string[]): readonly TopicPlan[] {
    const { group } = this.parts;
    return Object.keys(group.topics).map((topic) => topicPlan(group, topic, existing));
  }
}
