import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { AuditProof } from '../support/audit-proof/audit-proof.js';
import { nothingWrong } from '../support/audit-proof/check-store.js';
import { findingsOf } from '../support/audit-proof/findings-of.js';
import { withServer, type ProofServer } from '../support/audit-proof/proof-server.js';
import { startCuttingProxy, type CuttingProxy } from '../support/cutting-proxy.js';
import { isLongProof } from '../support/is-long-proof.js';
import { Random } from '../support/random.js';
import { describeWithStack } from '../support/stack.js';

const seed = 20_261_127;
const kinds = ['half of an insert', 'an insert unanswered', 'a merge', 'any moment'] as const;
const kills = isLongProof ? 6 * kinds.length : kinds.length;
/** As apps have it: this one is not killed, and the machine is busy with starting servers. */
const sessionTimeoutMs = 30_000;
const [recordsPerTick, tickMs] = [40, 100];
const insertIntoEvents = /INSERT(?:%20|\+)INTO(?:%20|\+)events/;

describeWithStack('a ClickHouse server that is killed (SIGKILL) again and again under load', ({ brokers }) => {
  it('loses nothing, stores nothing twice, and the app keeps its partitions', async () => {
    const random = new Random(seed);
    await withServer(async (server) => {
      const proxy = await startCuttingProxy(server.url);
      const proof = await AuditProof.open(brokers, { clickhouseUrl: proxy.url }, sessionTimeoutMs);
      const ended = new AbortController();
      try {
        const app = proof.begin({ maxRoundRecords: 500 });
        await proof.publish(500);
        await proof.untilComplete(app);
        const load = publishUntil(proof, ended.signal);
        for (let kill = 0; kill < kills; kill += 1) {
          await killIn({ server, proxy, random }, kinds[kill % kinds.length]!);
          await app.line(/The group is suspended/);
          await server.start();
          await app.line(/The group is running/);
        }
        ended.abort();
        await load;
        await proof.untilComplete(app);
        expect(app.said.filter((line) => /The group is assigning/.test(line))).toHaveLength(1);
        await app.kill('SIGTERM');
        expect(await findingsOf(proof, { clickhouseUrl: server.url }, /^$/)).toEqual(nothingWrong);
      } finally {
        ended.abort();
        await proof.close();
        await proxy.close();
      }
    });
  }, 900_000);
});

interface Killing {
  readonly server: ProofServer;
  readonly proxy: CuttingProxy;
  readonly random: Random;
}

async function killIn({ server, proxy, random }: Killing, kind: (typeof kinds)[number]): Promise<void> {
  await sleep(random.below(1_500));
  if (kind === 'a merge') return server.killInMerge();
  if (kind === 'half of an insert') await proxy.cutNext('request', insertIntoEvents);
  if (kind === 'an insert unanswered') await proxy.cutNext('answer', insertIntoEvents);
  await server.kill();
}

async function publishUntil(proof: AuditProof, ended: AbortSignal): Promise<void> {
  for (; !ended.aborted; await sleep(tickMs)) await proof.publish(recordsPerTick);
}
