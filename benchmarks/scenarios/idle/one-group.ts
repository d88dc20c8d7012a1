// A group with retry topics that has nothing to do.
import { setTimeout as sleep } from 'node:timers/promises';
import { ourConsumer } from '../../harness/our-consumer.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { idleTopicOptions, type IdleTask } from './idle-task.ts';

const settleMs = 3_000;
const task = taskOf<IdleTask>();
const { consumer, close } = await ourConsumer(task, idleTopicOptions, () => {});
await consumer.start();
await sleep(settleMs);
const usage = usageSince();
await sleep(task.seconds * 1_000);
const measurement = usage(task.seconds);
await close();
const coreShare = measurement.cpuMicros / (measurement.elapsedMs * 1_000);
printResult({ ...measurement, figures: { cpuPercentOfCore: coreShare * 100 } });
