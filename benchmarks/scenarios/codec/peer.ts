// One peer of the scenario: its loop over the same thousand events, again and again.
import { answerSlices } from '../../harness/answer-slices.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import type { CodecTask } from './codec-task.ts';
import { eventSerials } from './events.ts';
import { loops } from './loops.ts';

const { peer, events } = taskOf<CodecTask>();
const loop = await loops[peer]();
const times = Math.max(Math.floor(events / eventSerials.length), 1);

async function run(): Promise<void> {
  for (let time = 0; time < times; time++) {
    const done = loop();
    const sum = typeof done === 'number' ? done : await done;
    if (sum !== loop.expected) throw new Error(`${peer} does not count: ${sum} instead of ${loop.expected}`);
  }
}

// Twice the code of one slice is not compiled yet.
for (let warmUps = 0; warmUps < 8; warmUps++) await run();
await answerSlices(async () => {
  const usage = usageSince();
  await run();
  return usage(times * eventSerials.length);
});
