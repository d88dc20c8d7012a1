import type { VerificationPage } from '@spillway/streaming';
import { isoTime } from './iso-time.js';

/** A page of the verification as JSON; offsets are text, `last` is inclusive. */
export function toVerificationJson(page: VerificationPage) {
  const { ranges, records, droppedRanges, supersededRanges, cut, nextCursor } = page;
  const findings = page.findings.map((finding) => ({
    problem: finding.problem,
    topic: finding.topic,
    topicId: finding.topicId,
    partition: finding.partition,
    first: finding.first.toString(),
    last: finding.last.toString(),
    expected: finding.expectedRecords,
    found: finding.foundRecords,
    storedAt: finding.storedAtMs === null ? null : isoTime(finding.storedAtMs),
  }));
  return { ranges, records, droppedRanges, supersededRanges, findings, cut, nextCursor };
}
