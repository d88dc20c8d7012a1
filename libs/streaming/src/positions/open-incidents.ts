import { SpillwayError } from '@spillway/events';
import type { AssignedPartition } from '../assignment/assigned-partition.js';
import type { IncidentHandling } from '../assignment/incident-handling.js';
import { incidentCodes, type Incident, type IncidentStatus } from '../assignment/incident.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';

export interface OpenIncidentsOptions {
  readonly groupId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly incidents?: IncidentHandling | undefined;
}

/** Keeps the incidents of one member: says each once, shows them while they last. */
export class OpenIncidents {
  readonly #open = new Map<AssignedPartition, IncidentStatus>();
  readonly #told = new Set<string>();

  /** @param onChange told in words which partitions wait for an operator; undefined when none does */
  constructor(
    private readonly options: OpenIncidentsOptions,
    private readonly onChange: (reasons: readonly string[] | undefined) => void,
  ) {}

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  list(): readonly IncidentStatus[] {
    return [...this.#open.values()];
  }

  stop(assigned: AssignedPartition, incident: Incident): void {
    assigned.incident = incident;
    this.#open.set(assigned, { ...incident, code: incidentCodes[incident.kind], sinceMs: this.options.clock.nowMs() });
    this.#show(assigned, 1);
    this.#tell(incident);
    this.#changed();
  }

  /** It goes on, or is another member's. */
  close(assigned: AssignedPartition): void {
    if (!this.#open.delete(assigned)) return;
    this.#show(assigned, 0);
    this.#changed();
  }

  #tell(incident: Incident): void {
    const { groupId, logger, metrics, incidents } = this.options;
    const { topic, partition, kind, lost, resumeOffset, detail } = incident;
    const key = JSON.stringify(incident);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const error = new SpillwayError(incidentCodes[kind], `${groupId} stopped ${topic}/${partition}: ${detail}`);
    const { code } = error;
    logger.error({ groupId, topic, partition, kind, lost, resumeOffset, code }, error.message);
    const count = lost.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    metrics.increment('spillway_log_lost_records_total', count, {
      group: groupId,
      topic,
      partition: String(partition),
    });
    incidents?.onIncident(incident);
  }

  #show({ topic, partition }: AssignedPartition, value: 0 | 1): void {
    const { groupId: group, metrics } = this.options;
    metrics.set('spillway_consumer_stopped_at_gap', value, { group, topic, partition: String(partition) });
  }

  #changed(): void {
    const reasons = this.list().map(({ code, topic, partition, detail }) => `${code} ${topic}/${partition}: ${detail}`);
    const more = reasons.length > 3 ? [`and ${reasons.length - 3} more`] : [];
    this.onChange(reasons.length === 0 ? undefined : [...reasons.slice(0, 3), ...more]);
  }
}
