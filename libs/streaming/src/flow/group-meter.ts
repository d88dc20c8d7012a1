import type { Metrics } from '../ports/metrics.js';
import { messagingLabels } from '../ports/messaging-labels.js';
import type { AttemptResult } from './item/attempt-result.js';

/** What the conventions for messaging want measured of a group's work. */
export class GroupMeter {
  constructor(
    private readonly group: string,
    private readonly metrics: Metrics,
  ) {}

  /** Records that were read from this topic have ended. */
  finished(topic: string, records: number): void {
    const labels = messagingLabels({ name: 'poll', topic, group: this.group });
    this.metrics.increment('messaging_client_consumed_messages_total', records, labels);
  }

  /** A call of a handler that took time has ended. */
  called(topic: string, durationMs: number, results: readonly AttemptResult[]): void {
    const errorType = results.find(({ type }) => type !== 'completed' && type !== 'given-back')?.type;
    const labels = messagingLabels({ name: 'process', topic, group: this.group, errorType });
    this.metrics.observe('messaging_process_duration_seconds', durationMs / 1_000, labels);
  }
}
