import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openAuditStore } from '@spillway/audit-store';
import { systemClock, type FailpointName } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { openEmbeddedConnections } from '../../libs/audit-store/src/connection/open-embedded-connections.js';
import { AuditProof } from '../support/audit-proof/audit-proof.js';
import { nothingWrong, type StoreFindings } from '../support/audit-proof/check-store.js';
import { findingsOf } from '../support/audit-proof/findings-of.js';
import { withServer } from '../support/audit-proof/proof-server.js';
import { removeLastFiles, type LostFiles } from '../support/audit-proof/remove-last-files.js';
import { storeAnswers, type StoreAnswers } from '../support/audit-proof/store-answers.js';
import { startCuttingProxy } from '../support/cutting-proxy.js';
import { isLongProof } from '../support/is-long-proof.js';
import { residentBytes } from '../support/resident-bytes.js';
import { describeWithStack } from '../support/stack.js';
import { startSwitch } from '../support/switched-service.js';

const recordsPerLife = 400;
const refused = /^refused/;
const constraint = "ALTER TABLE events ADD CONSTRAINT unforeseen CHECK eventId NOT LIKE 'refused-%'";
const mebibyte = 1024 * 1024;

const all: readonly FailpointName[] = [
  'before-audit-insert',
  'after-audit-insert',
  'after-audit-refused',
  'after-audit-deliveries',
  'before-audit-manifest',
  'after-audit-manifest',
  'before-commit',
  'after-commit',
];
/** In `npm test`; `npm run prove -- audit` has all, at two visits each. */
const short: readonly FailpointName[] = [
  'before-audit-insert',
  'after-audit-insert',
  'after-audit-deliveries',
  'before-commit',
];
const kills = (isLongProof ? [1, 3] : [1]).flatMap((nth) =>
  (isLongProof ? all : short).map((name) => [name, nth] as const),
);

const outage = {
  durationMs: isLongProof ? 60_000 : 15_000,
  intakeBytes: 32 * mebibyte,
  valueBytes: 8 * 1024,
  recordsPerTick: 120,
  tickMs: 100,
};

/** Both at once in the long form only. */
const losses: readonly LostFiles[] = isLongProof
  ? ['part', 'deduplication log', 'both']
  : ['part', 'deduplication log'];

interface Loss {
  readonly lost: LostFiles;
  readonly said: StoreAnswers;
  readonly healed: StoreFindings;
}

interface Outage {
  readonly findings: StoreFindings;
  readonly publishedBytes: number;
  readonly grownBytes: number;
  readonly assignments: number;
  readonly committedMeanwhile: boolean;
}

describeWithStack('the audit store', ({ brokers }) => {
  let embedded: { readonly afterKills: StoreFindings; readonly lost: readonly Loss[] };
  let server: StoreFindings;
  let down: Outage;

  // Most of their time they wait for a session to run out: side by side.
  beforeAll(async () => {
    const runs = await Promise.allSettled([killedInside(), killedOnServer(), withoutClickHouse()]);
    const failed = runs.find((run) => run.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    [embedded, server, down] = runs.map((run) => (run as PromiseFulfilledResult<unknown>).value) as [
      typeof embedded,
      typeof server,
      typeof down,
    ];
  }, 900_000);

  describe('with the engine inside', () => {
    it('has every record once, no gap, and rows as they were written, killed at steps of an insert and in a merge', () => {
      expect(embedded.afterKills).toEqual(nothingWrong);
    });

    it.each(losses)(
      'says what is missing when files were lost while it was stopped, and heals from the log: %s',
      (lost) => {
        const { said, healed } = embedded.lost.find((loss) => loss.lost === lost)!;
        if (lost === 'deduplication log') expect(said).toEqual({ missing: 0, inGaps: 0, complete: true, exitCode: 0 });
        else expect(said).toEqual({ missing: said.inGaps, inGaps: expect.any(Number), complete: false, exitCode: 3 });
        expect(said.missing > 0).toBe(lost !== 'deduplication log');
        expect(healed).toEqual(nothingWrong);
      },
    );
  });

  it('on a server: the same, with inserts cut half way, answers lost, and a zombie beside the new owner', () => {
    expect(server).toEqual(nothingWrong);
  });

  it('loses nothing while ClickHouse is down under load, commits nothing, keeps its memory and its partitions', () => {
    expect(down.findings).toEqual(nothingWrong);
    expect(down).toMatchObject({ assignments: 1, committedMeanwhile: false });
    expect(down.publishedBytes).toBeGreaterThan(2 * outage.intakeBytes);
    expect(down.grownBytes).toBeLessThan(2 * outage.intakeBytes);
  });

  async function killedInside(): Promise<typeof embedded> {
    const dataDir = mkdtempSync(join(tmpdir(), 'spillway-audit-kill-'));
    const proof = await AuditProof.open(brokers, { dataDir });
    try {
      await prepareTable(dataDir);
      await killAll(proof, kills);
      const merging = proof.begin({ killInMerge: true });
      await proof.publish(recordsPerLife);
      expect(await merging.ended).toBe('SIGKILL');
      await drain(proof);
      const afterKills = await findingsOf(proof, { dataDir }, refused);
      const lost: Loss[] = [];
      for (const each of losses) lost.push(await lose(proof, dataDir, each));
      return { afterKills, lost };
    } finally {
      await proof.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }

  function killedOnServer(): Promise<StoreFindings> {
    return withServer(async ({ url, command }) => {
      const proxy = await startCuttingProxy(url);
      const proof = await AuditProof.open(brokers, { clickhouseUrl: proxy.url });
      try {
        await command(constraint);
        await killAll(proof, isLongProof ? kills : kills.slice(1, 2));
        await proof.publish(recordsPerLife);
        const cuts = [proxy.cutNext('request', insertInto('events')), proxy.cutNext('answer', insertInto('events'))];
        const zombie = proof.begin({ failpoint: ['before-audit-insert', 6, 'stop'] });
        await Promise.all([...cuts, proxy.cutNext('answer', insertInto('blocks'))]);
        await waitUntil('the first owner stands still', () => isHalted(zombie.pid), 60_000);
        const owner = proof.begin({ maxRoundRecords: 130 });
        await proof.publish(recordsPerLife);
        await proof.untilComplete(owner);
        process.kill(zombie.pid, 'SIGCONT');
        await zombie.line(/The group is assigning/);
        await proof.publish(recordsPerLife);
        await proof.untilComplete(zombie);
        await Promise.all([owner.kill('SIGTERM'), zombie.kill('SIGTERM')]);
        return await findingsOf(proof, { clickhouseUrl: url }, refused);
      } finally {
        await proof.close();
        await proxy.close();
      }
    });
  }

  function withoutClickHouse(): Promise<Outage> {
    return withServer(async ({ url }) => {
      const clickHouse = await startSwitch(url);
      // Shorter than the outage, and long enough for a busy machine.
      const proof = await AuditProof.open(brokers, { clickhouseUrl: clickHouse.url }, 10_000);
      const { durationMs, intakeBytes, valueBytes, recordsPerTick, tickMs } = outage;
      try {
        const app = proof.begin({ intakeBytes, maxRoundRecords: 100_000 });
        // Buffers have the size they will have.
        await proof.publish(6_000, valueBytes);
        await proof.untilComplete(app);
        const before = { bytes: residentBytes(app.pid), published: proof.published };
        clickHouse.turnOff();
        await proof.publish(recordsPerTick, valueBytes);
        await app.line(/The group is suspended/);
        const committed = await proof.committed();
        const publishedBytes = (): number => (proof.published - before.published) * valueBytes;
        let mostBytes = 0;
        const endMs = performance.now() + durationMs;
        const isEnough = (): boolean => performance.now() >= endMs && publishedBytes() > 2 * intakeBytes;
        for (; !isEnough(); await sleep(tickMs)) {
          await proof.publish(recordsPerTick, valueBytes);
          mostBytes = Math.max(mostBytes, residentBytes(app.pid));
        }
        const committedMeanwhile = String(await proof.committed()) !== String(committed);
        clickHouse.turnOn();
        await proof.untilComplete(app);
        const assignments = app.said.filter((line) => /The group is assigning/.test(line)).length;
        await app.kill('SIGTERM');
        const findings = await findingsOf(proof, { clickhouseUrl: url }, /^$/);
        return {
          findings,
          publishedBytes: publishedBytes(),
          grownBytes: mostBytes - before.bytes,
          assignments,
          committedMeanwhile,
        };
      } finally {
        await proof.close();
        await clickHouse.close();
      }
    });
  }
});

const insertInto = (table: string): RegExp => new RegExp(`INSERT(?:%20|\\+)INTO(?:%20|\\+)${table}`);

async function killAll(proof: AuditProof, points: typeof kills): Promise<void> {
  for (const [index, failpoint] of points.entries()) {
    await proof.publish(recordsPerLife);
    const app = proof.begin({ failpoint, maxRoundRecords: 60 + 37 * index });
    expect([failpoint, await app.ended]).toEqual([failpoint, 'SIGKILL']);
  }
}

/** All was stored and committed when the files were lost: it is the store that has to find out. */
async function lose(proof: AuditProof, dataDir: string, lost: LostFiles): Promise<Loss> {
  await removeLastFiles(dataDir, ['events', 'blocks', 'deliveries'], lost);
  const said = await storeAnswers(proof, dataDir);
  // Rows that come again, of which nothing is known any more.
  if (lost === 'deduplication log') await killAll(proof, [['before-commit', 1]]);
  await drain(proof);
  return { lost, said, healed: await findingsOf(proof, { dataDir }, refused) };
}

async function drain(proof: AuditProof): Promise<void> {
  const last = proof.begin({ maxRoundRecords: 500 });
  await proof.untilComplete(last);
  await proof.untilRead(last);
  await proof.untilEntered(last);
  await last.kill('SIGTERM');
}

async function prepareTable(dataDir: string): Promise<void> {
  await (await openAuditStore({ dataDir })).close();
  const engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
  await engine.control.command({ query: constraint });
  await engine.close();
}

function isHalted(pid: number): boolean {
  return /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
