import { expect, it } from '@jest/globals';
import { checkProof } from '../support/group-proof/check-proof.js';
import type { PlantedBug } from '../support/group-proof/planted-bug.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { describeWithStack } from '../support/stack.js';

const events = 60;
const fates = [{ act: 'fails-once', every: 9 }] as const;
const bugs: readonly (readonly [PlantedBug, string])[] = [
  ['moves-retries', 'lies in another partition'],
  ['loses-keys', 'has another key'],
  ['retries-early', 'before it was due'],
  ['commits-too-early', 'while'],
  ['commits-backwards', 'had committed'],
];
const ruleOf: Readonly<Record<PlantedBug, string>> = {
  'moves-retries': 'copies are what they copy',
  'loses-keys': 'copies are what they copy',
  'retries-early': 'retries are due',
  'commits-too-early': 'commits follow what is done',
  'commits-backwards': 'commits never fall',
};

describeWithStack('the proofs on Kafka', ({ brokers }) => {
  it.each(bugs)(
    'find a member that %s',
    async (bug, words) => {
      // Long enough that the retries are waited for, and so slow that much is under way at each commit.
      const plan = { brokers, fates, bug, delaysMs: [2_000], workMs: 20, commitIntervalMs: 50 };
      const { findings } = await withProof(plan, async (proof) => {
        await proof.publish(events);
        await proof.start();
        // A member with a bug need not come to an end.
        await proof.untilDone(events, 10_000).catch(() => undefined);
        return checkProof(proof, 'any');
      });
      const found = findings.brokenRules.filter((text) => text.startsWith(ruleOf[bug]));
      expect(found.join('\n')).toContain(words);
    },
    60_000,
  );
});
