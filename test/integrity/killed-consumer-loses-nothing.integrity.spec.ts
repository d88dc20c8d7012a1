import { expect, it } from '@jest/globals';
import type { FailpointName } from '@spillway/streaming';
import { checkProof, nothingFound } from '../support/group-proof/check-proof.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { describeWithStack } from '../support/stack.js';

const events = 240;
const fates = [
  { act: 'poison', every: 50 },
  { act: 'fails-once', every: 12, at: 5 },
] as const;
/** Each so late that what was done at first is long committed. */
const moments: readonly (readonly [string, FailpointName, number])[] = [
  ['inside a handler', 'after-handler-publish', 160],
  ['after a handler', 'after-handler', 160],
  ['between the retry and its commit', 'after-retry-publish', 20],
  ['between the dead letter and its commit', 'after-dlq-publish', 2],
];

describeWithStack('a consumer killed', ({ brokers }) => {
  // Most of their time they wait for a session to run out: together.
  it.concurrent.each(moments)(
    '%s loses nothing, keeps the order and repeats at most what was open or had just ended',
    async (_, name, nth) => {
      await withProof({ brokers, fates, publishes: true, workMs: 100 }, async (proof) => {
        await proof.publish(events);
        const first = proof.begin({ failpoint: [name, nth] });
        expect(await first.ended).toBe('SIGKILL');
        const inFlight = await proof.inFlight();
        await proof.start();
        await proof.untilDrained();
        const { findings, deadLetters, deadLetterCopies } = await checkProof(proof, inFlight);
        expect(findings).toEqual(nothingFound);
        expect(deadLetters).toBe(4);
        expect(deadLetterCopies).toBeLessThanOrEqual(2);
        // What handlers published lies in the log under one id for each event, however often it was handled.
        const ids = (await proof.read(`${proof.plan.topic}.after`)).map(({ headers }) => String(headers['ce_id']));
        expect(new Set(ids).size).toBe(events - deadLetters);
      });
    },
    90_000,
  );
});
