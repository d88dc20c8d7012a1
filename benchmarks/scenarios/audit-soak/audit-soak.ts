import { randomUUID } from 'node:crypto';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Measurement, Peer, Scenario } from '../../harness/scenario.ts';
import type { AuditSoakTask } from './audit-soak-task.ts';

const mebibyte = 1024 * 1024;
const timeoutMs = 30 * 60 * 1000;

/** A long backlog through the audit app with ClickHouse inside: does its memory follow the setting, and stay where it is? */
export const auditSoak: Scenario = {
  name: 'audit-soak',
  describe: 'memory of the audit app over a long drain; best with --rounds 1',
  defaultEvents: 5_000_000,
  prepare: async ({ brokers, events }) => {
    const run = `audit-soak-${randomUUID().slice(0, 8)}.`;
    const taskOf = (intakeMebibytes: number, prefix: string): AuditSoakTask => ({
      ...{ brokers, prefix, events },
      intakeBytes: intakeMebibytes * mebibyte,
    });
    await measureInChild(new URL('./fill-orders.ts', import.meta.url), taskOf(256, run), timeoutMs);
    const file = new URL('./ours.ts', import.meta.url);
    const peer = (name: string, intakeMebibytes: number): Peer => ({
      name,
      run: () => measureInChild<Measurement>(file, taskOf(intakeMebibytes, run), timeoutMs),
    });
    return {
      peers: [peer('ours', 256), peer('ours-64-mib', 64)],
      // Their memory is compared, not their rates.
      ratios: [],
      versions: packageVersions(['chdb', '@clickhouse/client', 'kafkajs', 'avsc']),
      close: async () => {},
    };
  },
};
