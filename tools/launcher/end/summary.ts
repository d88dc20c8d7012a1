import type { AuditStatus, GroupsStatus, InputCounts, SystemStatus } from '../progress/system-status.ts';

/** The document of `--output json`; docs/reference/summary.schema.json describes it. */
export interface Summary {
  readonly input: InputCounts;
  readonly produced: Readonly<Record<string, number>>;
  readonly groups: GroupsStatus;
  readonly audit: Omit<AuditStatus, 'lag'>;
  readonly elapsedMs: number;
}

const listedRejects = 100;
const noInput: InputCounts = { files: 0, lines: 0, orders: 0, rejectedLines: 0, rejectedOrders: 0, rejects: [] };
const noAudit: AuditStatus = { events: {}, repeatedEvents: 0, records: 0, gaps: 0, duplicates: 0, lag: 0 };

export function summaryOf(status: SystemStatus, elapsedMs: number): Summary {
  const { files, lines, orders, rejectedLines, rejectedOrders, rejects } = status.import?.input ?? noInput;
  const { events, repeatedEvents, records, gaps, duplicates } = status.audit ?? noAudit;
  return {
    input: { files, lines, orders, rejectedLines, rejectedOrders, rejects: rejects.slice(0, listedRejects) },
    produced: status.import?.produced ?? { deduplicated: 0 },
    groups: status.groups ?? {},
    audit: { events, repeatedEvents, records, gaps, duplicates },
    elapsedMs: Math.round(elapsedMs),
  };
}
