import { openAuditStore } from '@spillway/audit-store';
import { runCli } from '../../../libs/cli/src/program/run-cli.js';
import { readLoggedPartitions } from '../../../apps/audit/src/log/read-logged-partitions.js';
import { startAuditAnswers } from '../start-audit-answers.js';
import type { AuditProof } from './audit-proof.js';

/** What a stopped store says of itself when it is opened, before anything is stored again. */
export interface StoreAnswers {
  /** Records that are missing between others, or within written ranges: by their count, and by the gaps that are listed. */
  readonly missing: number;
  readonly inGaps: number;
  /** By the audit app's route. */
  readonly complete: boolean;
  /** Of `spillway audit verify`. */
  readonly exitCode: number;
}

/** Opens the store without a sink, asks it, and lets it go. */
export async function storeAnswers(proof: AuditProof, dataDir: string): Promise<StoreAnswers> {
  const { transport, topics } = proof;
  const store = await openAuditStore({ dataDir, settleMs: 0 });
  const app = await startAuditAnswers(store, { transport, topics });
  try {
    const coverage = await store.coverage(await readLoggedPartitions(transport.admin(), topics));
    const answer = await fetch(`${app.url}/audit/completeness`);
    const { complete } = (await answer.json()) as { complete: boolean };
    const env = { SPILLWAY_AUDIT_URL: app.url };
    const silent = { stdout: () => {}, stderr: () => {} };
    const exitCode = await runCli(['audit', 'verify'], { workingDir: '/', env, ...silent });
    const gaps = coverage.flatMap((partition) => partition.gaps);
    return {
      missing: coverage.reduce((sum, { missingRecords }) => sum + missingRecords, 0),
      inGaps: gaps.reduce((sum, { first, last }) => sum + Number(last - first) + 1, 0),
      complete,
      exitCode,
    };
  } finally {
    await app.close();
    await store.close();
  }
}
