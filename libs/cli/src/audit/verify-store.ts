import { askApp, type AppOptions } from '../http/app-client.js';
import { withQuery } from '../http/with-query.js';
import type { Session } from '../session/session.js';
import type { FindingView, PartitionView, VerificationPageView, VerificationView } from './verification-view.js';

export interface VerifyOptions extends AppOptions {
  readonly topic?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
}

/** A page hashes up to half a million records. */
const timeoutMs = 10 * 60_000;

/**
 * Asks the audit app for every page of its verification, and for what the log has against what is stored.
 *
 * @throws SpillwayError like `askApp`; then stderr says from which page to go on
 */
export async function verifyStore(
  session: Session,
  { topic, from, to, cursor: start, ...options }: VerifyOptions,
): Promise<VerificationView> {
  const sums = { ranges: 0, records: 0, droppedRanges: 0, supersededRanges: 0 };
  const findings: FindingView[] = [];
  let cut = false;
  let cursor = start ?? null;
  do {
    const path = withQuery('/audit/verification', { topic, from, to, cursor: cursor ?? undefined });
    const page = await askApp<VerificationPageView>(session, options, { path, app: 'audit', timeoutMs }).catch(
      (error: unknown) => {
        if (cursor !== null) session.stderr(`To go on from here: --cursor ${cursor}\n`);
        throw error;
      },
    );
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += page[name];
    findings.push(...page.findings);
    cut ||= page.cut;
    cursor = page.nextCursor;
    if (cursor !== null) session.progress(`${sums.records} records in ${sums.ranges} ranges so far\n`);
  } while (cursor !== null);
  const path = withQuery('/audit/completeness', { topic });
  const { partitions } = await askApp<{ readonly partitions: readonly PartitionView[] }>(session, options, {
    path,
    app: 'audit',
    timeoutMs,
  });
  const isWhole = partitions.every(({ missing, duplicates }) => missing === 0 && duplicates === 0);
  return { ok: isWhole && findings.length === 0, ...sums, findings, cut, partitions };
}
