import { askAppAt } from '../../http/app-client.js';
import type { Session } from '../../session/session.js';
import { loggedRecord, type LoggedRecord } from './logged-record.js';

interface WaitingAnswer {
  readonly records: readonly {
    readonly kind: 'retry' | 'dead-letter';
    readonly source: string;
    readonly type: string | null;
    readonly schemaHeaderBase64: string | null;
    readonly valueBase64: string | null;
  }[];
  readonly nextCursor: string | null;
}

export type WaitingRecord = LoggedRecord & { readonly kind: 'retry' | 'dead-letter' };

export interface Waiting {
  readonly records: readonly WaitingRecord[];
  /** There is more than was read. */
  readonly isCut: boolean;
}

const pageRecords = 500;
/** Of values: a group with large dead letters must not fill the memory of who looks at it. */
const maxBytes = 256 * 1024 * 1024;

/**
 * What waits in the retry topics of a group, and its dead letters, with their bytes; at most so many, and 256 MiB.
 *
 * @throws SpillwayError like `askApp`
 */
export async function readWaiting(
  session: Pick<Session, 'signal'>,
  url: string,
  { group, limit }: { readonly group: string; readonly limit: number },
): Promise<Waiting> {
  const records: WaitingRecord[] = [];
  let cursor: string | null = null;
  let sizeBytes = 0;
  do {
    const query = new URLSearchParams({ limit: String(Math.min(pageRecords, limit - records.length)) });
    if (cursor !== null) query.set('cursor', cursor);
    const path = `/groups/${encodeURIComponent(group)}/waiting?${query}`;
    const page: WaitingAnswer = await askAppAt(session, url, { path });
    for (const { kind, source, ...record } of page.records)
      records.push({ kind, ...loggedRecord({ ...record, topic: source }) });
    cursor = page.nextCursor;
    sizeBytes = records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
  } while (cursor !== null && records.length < limit && sizeBytes < maxBytes);
  return { records, isCut: cursor !== null };
}
