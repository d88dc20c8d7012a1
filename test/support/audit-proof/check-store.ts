import { createHash } from 'node:crypto';
import { auditDeadLetterTopic, deliveriesTopic } from '@spillway/events';
import { deadLetterOf, type AuditStore } from '@spillway/streaming';
import { readLoggedPartitions } from '../../../apps/audit/src/log/read-logged-partitions.js';
import type { AuditConnections } from '../../../libs/audit-store/src/connection/audit-connections.js';
import { readTopics } from '../group-proof/read-topics.js';
import { readAll } from '../read-topic.js';
import { proofTopic, type AuditProof } from './audit-proof.js';
import { loggedEntries, storedEntries } from './ledger-entries.js';

/** What is wrong with a store; all empty when nothing is. */
export interface StoreFindings {
  /** Records of the log that are neither stored nor refused, byte for byte, and entries of its ledger that are not there. */
  readonly lost: readonly string[];
  /** Rows of the readers' views that the log does not have, or has once and the view twice. */
  readonly extra: readonly string[];
  /** Refused records without a copy. */
  readonly uncopied: readonly string[];
  readonly gaps: number;
  readonly duplicates: number;
  /** Ranges of the manifest whose rows have another hash, and rows without a manifest. */
  readonly notAsWritten: readonly unknown[];
}

export const nothingWrong: StoreFindings = {
  lost: [],
  extra: [],
  uncopied: [],
  gaps: 0,
  duplicates: 0,
  notAsWritten: [],
};

/**
 * Compares what lies in the log with what the readers' view has, record by record, and the rows with their manifest.
 *
 * @param refused ids of records that the table does not take
 */
export async function checkStore(
  proof: AuditProof,
  {
    store,
    client,
    refused,
  }: { readonly store: AuditStore; readonly client: AuditConnections['reader']; readonly refused: RegExp },
): Promise<StoreFindings> {
  const logged = await readAll(proof.transport, proofTopic, proof.published);
  const expected = new Set<string>();
  const mustBeCopied: string[] = [];
  for (const { partition, offset, value, headers } of logged) {
    if (refused.test(String(headers['ce_id']))) mustBeCopied.push(`${partition}/${offset}`);
    else expected.add(nameOf(partition, offset, value === null ? 'null' : sha256(value)));
  }
  const ledger = await readAll(proof.transport, deliveriesTopic, proof.ledgerRecords);
  for (const entry of ledger.flatMap(loggedEntries)) expected.add(entry);
  const rows = [...(await storedRows(client)), ...(await storedEntries(client))];
  const stored = new Set(rows);
  const unseen = new Set(expected);
  const coverage = await store.coverage(await readLoggedPartitions(proof.transport.admin(), proof.topics));
  const copies = new Set(mustBeCopied.length === 0 ? [] : await copiedPositions(proof));
  return {
    lost: [...expected].filter((row) => !stored.has(row)),
    extra: rows.filter((row) => !unseen.delete(row)),
    uncopied: mustBeCopied.filter((position) => !copies.has(position)),
    gaps: coverage.reduce((sum, { missingRecords }) => sum + missingRecords, 0),
    duplicates: coverage.reduce((sum, { duplicates }) => sum + duplicates, 0),
    notAsWritten: await notAsWritten(store),
  };
}

async function storedRows(client: AuditConnections['reader']): Promise<readonly string[]> {
  const query = `SELECT partition, toUInt32(offset) AS at, if(isNull(value), 'null', lower(hex(SHA256(assumeNotNull(value))))) AS hash
    FROM audit_events WHERE topic = {topic:String} ORDER BY partition, at`;
  const result = await client.query({ query, query_params: { topic: proofTopic }, format: 'JSONEachRow' });
  const rows = await result.json<{ partition: number; at: number; hash: string }>();
  return rows.map(({ partition, at, hash }) => nameOf(partition, at, hash));
}

/** Of all copies there are: one that was killed after it had made some makes them again. */
async function copiedPositions(proof: AuditProof): Promise<readonly string[]> {
  const letters = await readTopics(proof.transport, [auditDeadLetterTopic]);
  return letters.map((letter) => {
    const { origin } = deadLetterOf(letter);
    return `${origin?.partition}/${origin?.offset}`;
  });
}

async function notAsWritten(store: AuditStore): Promise<readonly unknown[]> {
  const findings: unknown[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await store.verify({ limit: 1_000, ...(cursor ? { cursor } : {}) });
    findings.push(...page.findings);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return findings;
}

function nameOf(partition: number, offset: number, hash: string): string {
  return `${partition}/${offset} ${hash}`;
}

function sha256(value: Buffer): string {
  return createHash('sha256').update(value).digest('hex');
}
