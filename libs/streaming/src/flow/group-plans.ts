import type { GroupDefinition } from '../group/group-definition.js';
import type { LogAdmin, TopicSummary } from '../ports/log-admin.js';
import type { Logger } from '../ports/logger.js';
import { bringTogether } from './bring-together.js';
import { checkGroupRetention } from './check-retention.js';
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
    this.#isChecked = true;
  }

  /** Partitions were added to a topic: its retry topics get them, too. Throws as `bringTogether` does. */
  async bringTogether(): Promise<void> {
    const { logger, admin } = this.parts;
    await bringTogether(admin(), this.#all, { topics: await admin().topics(), logger });
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
