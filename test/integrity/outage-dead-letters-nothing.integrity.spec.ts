import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { checkProof, nothingFound } from '../support/group-proof/check-proof.js';
import type { GroupProof } from '../support/group-proof/group-proof.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { isLongProof } from '../support/is-long-proof.js';
import { describeWithStack } from '../support/stack.js';

const events = 120;
const sessionTimeoutMs = 5_000;
/** Three sessions and more: a member that does not show signs of life meanwhile is put out of its group. */
const outageMs = isLongProof ? 60_000 : 15_000;

/** One look a second after it opened, then each after twice the time, at most 15 s: as often as that fits. */
function probesWithin(ms: number): number {
  let probes = 0;
  for (let atMs = 1_000, waitMs = 1_000; atMs <= ms; atMs += waitMs) {
    probes++;
    waitMs = Math.min(waitMs * 2, 15_000);
  }
  return probes;
}

function callsOf(proof: GroupProof): number {
  return proof.history().filter(({ what }) => what === 'call').length;
}

describeWithStack('a dependency that is away', ({ brokers }) => {
  it('dead-letters nothing, moves no partition, and all goes on when it is back', async () => {
    const work = async (proof: GroupProof): Promise<void> => {
      const { outageFile } = proof.plan;
      await proof.publish(events);
      const member = await proof.start();
      await proof.untilDrained();
      const callsBefore = callsOf(proof);
      const goneAtMs = performance.now();
      writeFileSync(outageFile, '');
      await proof.publish(events);
      await member.line(/The group is suspended/);
      const doneBefore = proof.history().filter(({ what }) => what === 'done').length;
      await sleep(outageMs);
      expect(proof.history().filter(({ what }) => what === 'done')).toHaveLength(doneBefore);
      expect(await proof.read(proof.deadLetterTopic)).toEqual([]);
      const calls = callsOf(proof) - callsBefore;
      // What was in flight when the breaker opened, and its looks since.
      expect(calls).toBeLessThanOrEqual(proof.mostInFlight + probesWithin(performance.now() - goneAtMs));
      rmSync(outageFile);
      await proof.untilDrained();
      expect((await checkProof(proof, 'any')).findings).toEqual(nothingFound);
      expect(member.said.filter((line) => /^assigned/.test(line))).toHaveLength(1);
    };
    await withProof({ brokers, fates: [{ act: 'needs-dependency' }], sessionTimeoutMs }, work, outageMs + 70_000);
  }, 150_000);
});
