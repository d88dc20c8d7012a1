import { askApp, type AppOptions } from '../http/app-client.js';
import { withQuery } from '../http/with-query.js';
import type { Session } from '../session/session.js';
import type { PartitionView, VerificationPageView, VerificationView } from './verification-view.js';

export interface VerifyOptions extends AppOptions {
  readonly topic?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
}

/** A page hashes up to half a million records. */
const timeoutMs = 10 * 60_000;

/** How far a verification came. */
export interface Verified {
  readonly view: VerificationView;
  /** What it broke off with; undefined when it is whole. */
  readonly error?: unknown;
}

/**
 * Asks the audit app for every page of its verification, and for what the log has against what is stored. What was found before
 * something fails is not lost: it would not be found again from the next page on.
 */
export async function verifyStore(
  session: Session,
  { topic, from, to, cursor, ...options }: VerifyOptions,
): Promise<Verified> {
  const ask = <T>(path: string): Promise<T> => askApp<T>(session, options, { path, app: 'audit', timeoutMs });
  let view = { ...nothingYet, nextCursor: cursor ?? null };
  try {
    do {
      const query = { topic, from, to, cursor: view.nextCursor ?? undefined };
      view = withPage(view, await ask<VerificationPageView>(withQuery('/audit/verification', query)));
      if (view.nextCursor !== null) session.progress(`${view.records} records in ${view.ranges} ranges so far\n`);
    } while (view.nextCursor !== null);
    const path = withQuery('/audit/completeness', { topic });
    const { partitions } = await ask<{ readonly partitions: readonly PartitionView[] }>(path);
    return { view: { ...view, ok: isWhole(partitions) && view.findings.length === 0, partitions } };
  } catch (error) {
    return { view, error };
  }
}

const nothingYet: VerificationView = {
  ok: false,
  ranges: 0,
  records: 0,
  droppedRanges: 0,
  supersededRanges: 0,
  findings: [],
  cut: false,
  partitions: [],
  nextCursor: null,
};

function withPage(view: VerificationView, page: VerificationPageView): VerificationView {
  return {
    ...view,
    ranges: view.ranges + page.ranges,
    records: view.records + page.records,
    droppedRanges: view.droppedRanges + page.droppedRanges,
    supersededRanges: view.supersededRanges + page.supersededRanges,
    findings: [...view.findings, ...page.findings],
    cut: view.cut || page.cut,
    nextCursor: page.nextCursor,
  };
}

function isWhole(partitions: readonly PartitionView[]): boolean {
  return partitions.every(({ missing, duplicates }) => missing === 0 && duplicates === 0);
}
