import { askApp } from '../../http/app-client.js';
import { withQuery } from '../../http/with-query.js';
import type { Session } from '../../session/session.js';
import { loggedRecord, type LoggedRecord } from './logged-record.js';

interface SampleAnswer {
  readonly samples: readonly {
    readonly topic: string;
    readonly schemaId: number | null;
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
  return samples.map(({ topic, schemaId, valueBase64 }) =>
    loggedRecord({ topic, type, valueBase64, schemaHeaderBase64: headerFor(schemaId, valueBase64) }),
  );
}

/** An id that the value does not begin with stood in a header. */
function headerFor(schemaId: number | null, valueBase64: string): string | null {
  if (schemaId === null) return null;
  const id = Buffer.alloc(5);
  id.writeUInt32BE(schemaId, 1);
  return Buffer.from(valueBase64, 'base64').subarray(0, id.length).equals(id) ? null : id.toString('base64');
}
