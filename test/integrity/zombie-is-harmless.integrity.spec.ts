import { expect, it } from '@jest/globals';
import { checkProof, nothingFound } from '../support/group-proof/check-proof.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { describeWithStack } from '../support/stack.js';

const events = 240;

describeWithStack('a consumer halted past its session', ({ brokers }) => {
  it('does no harm when it goes on: nothing lost, no order broken, at most what was in flight handled again', async () => {
    const fates = [
      { act: 'poison', every: 80 },
      { act: 'fails-once', every: 11 },
    ] as const;
    await withProof({ brokers, fates, workMs: 25, sessionTimeoutMs: 5_000 }, async (proof) => {
      await proof.publish(events);
      const zombie = await proof.start();
      await proof.untilDone(events / 4);
      process.kill(zombie.pid, 'SIGSTOP');
      const inFlight = await proof.inFlight();
      await proof.start();
      await proof.untilDrained();
      process.kill(zombie.pid, 'SIGCONT');
      await zombie.line(/The group is assigning/);
      await proof.publish(events);
      await proof.untilDrained();
      const { findings, repeats } = await checkProof(proof, 'any');
      expect(findings).toEqual(nothingFound);
      // What the zombie has in its hands when it awakes, and what two rebalances find in flight.
      const inHand = 2 * proof.mostInFlight;
      expect(repeats).toBeLessThanOrEqual([...inFlight.values()].reduce((sum, calls) => sum + calls, 0) + inHand);
    });
  }, 90_000);
});
