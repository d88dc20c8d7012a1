import { expect, it } from '@jest/globals';
import { isLongProof } from '../support/is-long-proof.js';
import { proofTable } from '../support/producer-proof/proof-table.js';
import { runProof, type ProofResult } from '../support/producer-proof/run-proof.js';
import { describeWithStack } from '../support/stack.js';

const plan = isLongProof
  ? { events: 60_000, faults: 12, eventsPerSecond: 700 }
  : { events: 6_000, faults: 2, eventsPerSecond: 500 };
/** A fault takes up to two minutes of waiting for copies in sync, should the machine be slow. */
const timeoutMs = plan.faults * 300_000;

/** It starts brokers of its own: the shared stack says that this machine can. */
describeWithStack('events published while the leaders of three brokers are killed and halted', () => {
  let result: ProofResult;

  it(
    'meet every fault that was planned, and are acknowledged during each',
    async () => {
      result = await runProof(plan);
      process.stdout.write(`\n${proofTable(result)}\n`);
      expect(result.faults).toHaveLength(plan.faults);
      expect(result.faults.filter(({ took, led }) => !took || led === 0)).toEqual([]);
      for (const { ackedDuringFaults } of result.writers) expect(Math.min(...ackedDuringFaults)).toBeGreaterThan(0);
      for (const { acked, rejected } of result.writers) expect(acked + rejected).toBe(plan.events);
    },
    timeoutMs,
  );

  it('are all in the log when acknowledged, in the order of the calls, at the offset of the ack', () => {
    expect(result.writers[0]).toMatchObject({ lost: 0, reordered: 0, misplaced: 0, falselyRefused: 0 });
  });

  it('are there once; only one that was rejected may lie there as well as its repeat', () => {
    const { rejected, duplicated } = result.writers[0]!;
    expect(duplicated).toBeLessThanOrEqual(rejected);
  });
});
