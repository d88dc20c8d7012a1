import type { AuditTotals, PartitionCoverage } from '@spillway/streaming';
import { lagOf } from './to-completeness-json.js';

/** Totals for the launcher's summary. `gaps` counts missing log positions, `records` all records of all audited topics. */
export function toSummaryJson(
  totals: AuditTotals,
  coverage: readonly PartitionCoverage[],
  mainTopics: readonly string[],
) {
  const sum = (value: (partition: PartitionCoverage) => number): number =>
    coverage.reduce((total, partition) => total + value(partition), 0);
  return {
    events: { ...Object.fromEntries(mainTopics.map((topic) => [topic, 0])), ...totals.events },
    repeatedEvents: totals.repeatedEvents,
    records: totals.records,
    gaps: sum(({ missingRecords }) => missingRecords),
    duplicates: sum(({ duplicates }) => duplicates),
    lag: sum(lagOf),
  };
}
