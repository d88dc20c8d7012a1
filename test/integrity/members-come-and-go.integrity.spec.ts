import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { checkProof, nothingFound } from '../support/group-proof/check-proof.js';
import { readEffects } from '../support/group-proof/read-effects.js';
import type { GroupProof, GroupProofOptions } from '../support/group-proof/group-proof.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { isLongProof } from '../support/is-long-proof.js';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../support/postgres.js';
import type { SourceProcess } from '../support/source-process.js';
import { describeWithStack } from '../support/stack.js';

const stormMs = isLongProof ? 60_000 : 12_000;
const everyMs = 2_000;
const fates = [
  { act: 'poison', every: 70 },
  { act: 'fails-once', every: 9 },
] as const;

describeWithStack('members that join and leave every 2 s under load, with retries going on', ({ brokers }) => {
  const options: GroupProofOptions = { brokers, fates, partitions: 6, workMs: 10, delaysMs: [300, 1_000, 2_000] };

  it('lose nothing, keep the order, get on, and repeat at most what is in flight at a rebalance', async () => {
    await withProof(options, async (proof) => {
      const { doneMeanwhile, rebalances } = await storm(proof);
      expect(doneMeanwhile).toBeGreaterThan(0);
      const { findings, repeats } = await checkProof(proof, 'any');
      expect(findings).toEqual(nothingFound);
      expect(repeats).toBeLessThanOrEqual(rebalances * proof.mostInFlight);
    });
  }, 150_000);

  describeWithPostgres('that share PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    }, 90_000);
    afterAll(() => server.stop());

    it('count every event exactly once', async () => {
      await withProof({ ...options, postgresUrl: server.url }, async (proof) => {
        const { rebalances } = await storm(proof);
        const effects = await readEffects(server.url);
        const { findings, deadLetters, repeats } = await checkProof(proof, 'any', new Set(effects));
        expect(findings).toEqual(nothingFound);
        expect(repeats).toBeLessThanOrEqual(rebalances * proof.mostInFlight);
        const events = proof.published - deadLetters;
        expect([effects.length, new Set(effects).size]).toEqual([events, events]);
      });
    }, 150_000);
  });
});

/** Members come and go while events keep coming; one stays. Answers when all is done. */
async function storm(proof: GroupProof): Promise<{ readonly doneMeanwhile: number; readonly rebalances: number }> {
  const stays = await proof.start();
  const over = new AbortController();
  const feeding = feed(proof, over.signal);
  const before = proof.history().length;
  const guests: SourceProcess[] = [];
  const leaving: Promise<void>[] = [];
  const startedAtMs = performance.now();
  for (let turn = 0; performance.now() - startedAtMs < stormMs; turn++) {
    if (turn % 2 === 0) guests.push(proof.begin());
    // Every other one goes without a word.
    else leaving.push(guests.shift()!.kill(turn % 4 === 1 ? 'SIGTERM' : 'SIGKILL'));
    await sleep(everyMs);
  }
  const doneMeanwhile = proof.history().length - before;
  await Promise.all(leaving);
  over.abort();
  await feeding;
  await proof.untilDrained(90_000);
  const rebalances = stays.said.filter((line) => line.startsWith('assigned')).length;
  // Each of them takes from somebody and gives to somebody.
  return { doneMeanwhile, rebalances: rebalances + 1 };
}

async function feed(proof: GroupProof, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await proof.publish(12);
    await sleep(150);
  }
}
