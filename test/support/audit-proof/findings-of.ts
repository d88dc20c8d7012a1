import { openAuditStore } from '@spillway/audit-store';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/src/connection/open-embedded-connections.js';
import { openRemoteConnections } from '../../../libs/audit-store/src/connection/open-remote-connections.js';
import type { AuditProof, ProofStore } from './audit-proof.js';
import { checkStore, type StoreFindings } from './check-store.js';

/**
 * What is wrong with the store of a proof, as a process finds it that opens it anew.
 *
 * @param refused ids of records that the table does not take
 */
export async function findingsOf(proof: AuditProof, where: ProofStore, refused: RegExp): Promise<StoreFindings> {
  const connections =
    'dataDir' in where
      ? await openEmbeddedConnections({ dataDir: where.dataDir, lockWaitMs: 10_000, clock: systemClock })
      : openRemoteConnections({ url: where.clickhouseUrl, database: 'default', username: 'default' });
  const store = await openAuditStore({ ...where, settleMs: 0 });
  try {
    return await checkStore(proof, { store, client: connections.reader, refused });
  } finally {
    await store.close();
    await connections.close();
  }
}
