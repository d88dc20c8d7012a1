import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Measurement, Peer, Scenario } from '../../harness/scenario.ts';
import type { IngestTask } from './ingest-task.ts';

/**
 * Records of the log into the audit store (embedded), from their bytes to their manifest, against ClickHouse alone with
 * the same inserts encoded beforehand, as RowBinary and as Native, and against the stock client with the same rows as finished objects in batches of
 * 10,000. Without Kafka: what reading costs is the scenario `consume`.
 */
export const ingest: Scenario = {
  name: 'ingest',
  describe: 'rows into the audit store against a raw insert and against the stock client',
  defaultEvents: 960_000,
  needsBrokers: false,
  prepare: async ({ events }) => {
    const folder = await mkdtemp(join(tmpdir(), 'spillway-bench-ingest-'));
    const peer = (name: string, file: string): Peer => ({
      name,
      run: async (round) => {
        const task: IngestTask = { dataDir: join(folder, `${name}-${round}`), events };
        try {
          return await measureInChild<Measurement>(new URL(file, import.meta.url), task);
        } finally {
          await rm(task.dataDir, { recursive: true, force: true });
        }
      },
    });
    return {
      peers: [
        peer('ours', './ours.ts'),
        peer('raw-insert', './raw-insert.ts'),
        peer('raw-native', './raw-native.ts'),
        peer('json-each-row', './json-each-row.ts'),
      ],
      versions: packageVersions(['chdb', '@clickhouse/client']),
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
