import { expect, it } from '@jest/globals';
import { checkProof, nothingFound } from '../support/group-proof/check-proof.js';
import type { GroupProof } from '../support/group-proof/group-proof.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { describeWithStack } from '../support/stack.js';

const events = 600;
const partitions = 6;

describeWithStack('poison', ({ brokers }) => {
  it('at the head of all partitions and every 100th event blocks nobody but its key', async () => {
    const fates = [
      { act: 'poison', below: partitions },
      { act: 'poison', every: 100 },
    ] as const;
    await withProof({ brokers, partitions, fates }, async (proof) => {
      await proof.publish(events);
      await proof.start();
      await proof.untilDrained();
      const { findings, repeats, deadLetters } = await checkProof(proof);
      expect(findings).toEqual(nothingFound);
      expect(repeats).toBe(0);
      expect(deadLetters).toBe(partitions + events / 100);
      for (let head = 0; head < partitions; head++) expect(doneBeforeTheEndOf(head, proof)).toBeGreaterThan(0);
    });
  }, 90_000);
});

/** Events of the same partition that were done while the poison at its head had attempts to come. */
function doneBeforeTheEndOf(head: number, proof: GroupProof): number {
  const history = proof.history();
  const end = history.findLastIndex(({ number }) => number === head);
  return history.slice(0, end).filter(({ what, number }) => what === 'done' && number % partitions === head).length;
}
