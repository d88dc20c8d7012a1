import { expect, it } from '@jest/globals';
import { checkProof, nothingFound } from '../support/group-proof/check-proof.js';
import { readDeadLetter } from '../support/group-proof/dead-letter.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { runningTime } from '../support/running-time.js';
import { describeWithStack } from '../support/stack.js';

const events = 90;
const leaveMs = 3_000;

describeWithStack('a handler', ({ brokers }) => {
  it('that rejects with undefined, throws a text or a frozen object has failed, with a cause that can be read', async () => {
    const fates = [
      { act: 'rejects-undefined', every: 30, at: 3 },
      { act: 'throws-string', every: 30, at: 13 },
      { act: 'throws-frozen', every: 30, at: 23 },
    ] as const;
    await withProof({ brokers, fates, delaysMs: [300] }, async (proof) => {
      await proof.publish(events);
      await proof.start();
      await proof.untilDrained();
      const { findings, repeats } = await checkProof(proof);
      expect({ findings, repeats }).toEqual({ findings: nothingFound, repeats: 0 });
      const letters = (await proof.read(proof.deadLetterTopic)).map(readDeadLetter);
      const classes = letters.map(({ errorClass, attempt }) => `${errorClass} ${attempt}`).toSorted();
      expect(classes).toEqual(['object 2', 'string 2', 'undefined 2'].flatMap((each) => [each, each, each]));
    });
  }, 60_000);

  it('that never settles ends its process with a failure, and a new one does its event', async () => {
    const fates = [{ act: 'never-settles', every: events, at: 31 }] as const;
    const times = { handlerTimeoutMs: 1_000, settleGraceMs: 1_000, stopGraceMs: 1_000 };
    await withProof({ brokers, fates, ...times }, async (proof) => {
      await proof.publish(events);
      const stuck = await proof.start();
      expect(await stuck.ended).toBe(1);
      expect(stuck.said.filter((line) => line.includes('SPW-5031'))).not.toEqual([]);
      const inFlight = await proof.inFlight();
      await proof.start({ plan: { fates: [] } });
      await proof.untilDrained();
      expect((await checkProof(proof, inFlight)).findings).toEqual(nothingFound);
    });
  }, 60_000);

  it('that never ends does not hold the stop of its process, which fails, and nothing is committed for it', async () => {
    const endless = 31;
    const fates = [{ act: 'never-settles', every: events, at: endless }] as const;
    await withProof({ brokers, fates, stopGraceMs: 1_000 }, async (proof) => {
      await proof.publish(events);
      const member = await proof.start();
      // Those behind it in its key wait for it.
      const behind = (events - 1 - endless) / (proof.partitions * 4);
      await proof.untilDone(events - 1 - Math.floor(behind));
      const time = runningTime();
      process.kill(member.pid, 'SIGTERM');
      expect(await member.ended).toBe(1);
      // Its grace, and the time to commit and leave.
      time.stop();
      expect(time.elapsedMs()).toBeLessThan(proof.plan.stopGraceMs + leaveMs);
      const { place } = proof.history().find(({ number }) => number === endless)!;
      expect(await proof.openPlaces()).toContain(place);
      await proof.start({ plan: { fates: [] } });
      await proof.untilDrained();
      const { findings, repeats } = await checkProof(proof, new Map([[endless, 1]]));
      expect({ findings, repeats }).toEqual({ findings: nothingFound, repeats: 1 });
    });
  }, 60_000);
});
