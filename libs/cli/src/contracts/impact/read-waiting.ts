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
  /** The kind of the last record that was read while there was more; retries come first. Null when everything was read. */
  readonly cutAt: WaitingRecord['kind'] | null;
}

const pageRecords = 500;
/** Of values: a group with large dead letters must not fill the memory of who looks at it. */
const usualMaxBytes = 256 * 1024 * 1024;

/**
 * What waits in the retry topics of a group, and its dead letters, with their bytes: no page more once there are so many, or so many bytes of
 * values.
 *
 * @throws SpillwayError like `askApp`
 */
export async function readWaiting(
  session: Pick<Session, 'signal'>,
  url: string,
  {
    group,
    limit,
    maxBytes = usualMaxBytes,
  }: { readonly group: string; readonly limit: number; readonly maxBytes?: number },
): Promise<Waiting> {
  const records: WaitingRecord[] = [];
  let cursor: string | null = null;
  let sizeBytes = 0;
  do {
    const query = new URLSearchParams({ limit: String(Math.min(pageRecords, limit - records.length)) });
    if (cursor !== null) query.set('cursor', cursor);
    const path = `/groups/${encodeURIComponent(group)}/waiting?${query}`;
    const page: WaitingAnswer = await askAppAt(session, url, { path });
    for (const { kind, source, ...answer } of page.records) {
      const record = loggedRecord({ ...answer, topic: source });
      records.push({ kind, ...record });
      sizeBytes += record.value?.length ?? 0;
    }
    cursor = page.nextCursor;
  } while (cursor !== null && records.length < limit && sizeBytes < maxBytes);
  return { records, cutAt: cursor === null ? null : (records.at(-1)?.kind ?? null) };
}
