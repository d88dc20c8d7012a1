import { expect, it } from '@jest/globals';
import { waitUntil } from '@spillway/testing';
import { checkProof, nothingFound } from '../support/group-proof/check-proof.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { describeWithStack } from '../support/stack.js';

const events = 90;

describeWithStack('a dead letter without its topic', ({ brokers }) => {
  it('makes its partition wait, with an alarm and nothing of it committed, until the topic is there', async () => {
    const fates = [{ act: 'poison', below: 1 }] as const;
    await withProof({ brokers, fates, delaysMs: [300], withoutDeadLetterTopic: true }, async (proof) => {
      const { plan, transport, partitions } = proof;
      await proof.publish(partitions);
      const member = await proof.start();
      await member.line(/^error A copy cannot be written.*SPW-5005/);
      await proof.publish(events);
      const isDone = (number: number): boolean =>
        proof.history().some((each) => each.what === 'done' && each.number === number);
      const numbers = Array.from({ length: events }, (_, index) => partitions + index);
      const [waiting, others] = [0, 1].map((rest) =>
        numbers.filter((number) => Math.min(number % partitions, 1) === rest),
      );
      await waitUntil('the other partitions are done', () => others!.every(isDone), 30_000);
      expect(waiting!.filter(isDone)).toEqual([]);
      const [, tier] = proof.sources;
      const positions = await transport.admin().committed(plan.group, [tier!]);
      expect(positions.find(({ partition }) => partition === 0)?.offset ?? 0n).toBe(0n);
      expect(member.said.filter((line) => line.includes('The group is suspended')).join()).toContain(
        'cannot be written',
      );

      await transport.admin().ensureTopics([{ name: proof.deadLetterTopic, partitions }]);
      await proof.untilDrained();
      const { findings, repeats, deadLetters } = await checkProof(proof);
      expect(findings).toEqual(nothingFound);
      expect({ repeats, deadLetters }).toEqual({ repeats: 0, deadLetters: 1 });
    });
  }, 90_000);
});
