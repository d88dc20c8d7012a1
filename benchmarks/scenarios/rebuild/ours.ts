// Takes partitions over whose tier is full, and tells how long it was until their group ran.
import { ourConsumer } from '../../harness/our-consumer.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { rebuildTopicOptions, type RebuildTask } from './rebuild-task.ts';

const lookEveryMs = 2;
const task = taskOf<RebuildTask>();
let usage = usageSince();
let handled = 0;
const { consumer, close } = await ourConsumer(task, rebuildTopicOptions, () => void handled++, {
  onAssigned: async () => void (usage = usageSince()),
});
await consumer.start();
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lookEveryMs));
while (consumer.status().state !== 'rebuilding' && consumer.status().state !== 'running') await pause();
const wasRebuilding = consumer.status().state === 'rebuilding';
while (consumer.status().state !== 'running') await pause();
const measurement = usage(task.records);
await close();
if (!wasRebuilding) throw new Error('It ran without having rebuilt anything');
if (handled > 0) throw new Error('A retry was handled before it was due');
printResult({ ...measurement, figures: { rebuildMs: measurement.elapsedMs, records: task.records } });
