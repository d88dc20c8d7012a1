import { defineGroup, type GroupDefinition } from '@spillway/streaming';
import type { Fate } from './fates.js';
import type { PlantedBug } from './planted-bug.js';

/** What a member of a proof's group is started with, as JSON. */
export interface MemberPlan {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly group: string;
  /** Where every call of the handler is written to. */
  readonly historyFile: string;
  readonly ordering: 'key' | 'none';
  readonly delaysMs: readonly number[];
  readonly whenDeadLettered: 'free' | 'hold';
  readonly fates: readonly Fate[];
  /** How long the handler works on an event. */
  readonly workMs: number;
  readonly concurrency: number;
  /** With it, the effect of each event is a row in the handler's transaction. */
  readonly postgresUrl?: string;
  /** With it, events are Avro. */
  readonly registryUrl?: string;
  /** While this file is there, what the handler needs is away. */
  readonly outageFile: string;
  /** The handler takes batches; with `postgresUrl` each is one transaction. */
  readonly batch: boolean;
  /** The handler publishes an event that follows. */
  readonly publishes: boolean;
  /** Whatever gap it stands at is accepted, as by an operator who watches. */
  readonly acceptsGaps: boolean;
  readonly sessionTimeoutMs: number;
  readonly commitIntervalMs: number;
  readonly stopGraceMs: number;
  readonly handlerTimeoutMs: number;
  readonly settleGraceMs: number;
  /** What it does wrong, to see that it is found. */
  readonly bugs: readonly PlantedBug[];
}

export function groupOf(plan: MemberPlan): GroupDefinition {
  const { topic, group, delaysMs, whenDeadLettered, concurrency } = plan;
  const ordering = plan.bugs.includes('keeps-no-order') ? 'none' : plan.ordering;
  return defineGroup(group, {
    startFrom: 'beginning',
    topics: { [topic]: { ordering, concurrency, retry: { delaysMs }, whenDeadLettered } },
  });
}
