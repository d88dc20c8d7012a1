// A group with retry topics that has nothing to do, and nothing around it.
import { ourConsumer } from '../../harness/our-consumer.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { idlePercent } from './idle-percent.ts';
import { idleTopicOptions, type IdleGroupTask } from './idle-task.ts';

const task = taskOf<IdleGroupTask>();
const { consumer, close } = await ourConsumer(task, idleTopicOptions, () => {});
await consumer.start();
const measurement = await idlePercent(task.seconds);
await close();
printResult(measurement);
