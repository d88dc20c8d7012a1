// One peer of the scenario: its loop over the same thousand events, again and again.
import { median } from '../../harness/report.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import type { Measurement } from '../../harness/scenario.ts';
import { usageSince } from '../../harness/usage-since.ts';
import type { CodecTask } from './codec-task.ts';
import { coldIds } from './cold-ids.ts';
import { eventSerials } from './events.ts';
import { loops } from './loops.ts';

/** The median part counts: what the machine did meanwhile meets some of them only. */
const parts = 40;
const { peer, events } = taskOf<CodecTask>();

if (peer === 'cold-ids') printResult(await coldIds());
else {
  const loop = await loops[peer]();
  const perPart = Math.max(Math.floor(events / parts / eventSerials.length), 1);
  // Twice the code of one part is not compiled yet.
  for (let warmUps = 0; warmUps < 8; warmUps++) await run(perPart);
  const measured: Measurement[] = [];
  for (let part = 0; part < parts; part++) {
    const usage = usageSince();
    await run(perPart);
    measured.push(usage(perPart * eventSerials.length));
  }
  const of = (value: 'elapsedMs' | 'cpuMicros'): number => median(measured.map((part) => part[value]));
  printResult({ ...measured.at(-1)!, elapsedMs: of('elapsedMs'), cpuMicros: of('cpuMicros') });

  async function run(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      const done = loop();
      const sum = typeof done === 'number' ? done : await done;
      if (sum !== loop.expected) throw new Error(`${peer} does not count: ${sum} instead of ${loop.expected}`);
    }
  }
}
