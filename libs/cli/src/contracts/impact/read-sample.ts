import { askApp } from '../../http/app-client.js';
import { withQuery } from '../../http/with-query.js';
import type { Session } from '../../session/session.js';
import { loggedRecord, type LoggedRecord } from './logged-record.js';

interface SampleAnswer {
  readonly samples: readonly {
    readonly topic: string;
    readonly schemaHeaderBase64?: string | null;
    readonly valueBase64: string;
  }[];
}

/**
 * The newest events of a type that the audit store has, with their bytes.
 *
 * @throws SpillwayError like `askApp`
 */
export async function readSample(
  session: Session,
  { type, count, url }: { readonly type: string; readonly count: number; readonly url?: string | undefined },
): Promise<readonly LoggedRecord[]> {
  const path = withQuery('/audit/sample', { type, n: String(count) });
  const { samples } = await askApp<SampleAnswer>(session, { url }, { path, app: 'audit' });
  return samples.map((sample) => loggedRecord({ ...sample, type }));
}
