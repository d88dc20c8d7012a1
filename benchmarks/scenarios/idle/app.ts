// The consumer app with nothing to do: its groups with their retry topics, its state in PGlite, ledger, metrics and HTTP.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { consumerTopics, startConsumerApp } from '@spillway/consumer-app';
import { knownEvents, retailTopics } from '@spillway/events';
import { silentLogger } from '@spillway/streaming';
import { openLog } from '../../harness/open-log.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { idlePercent } from './idle-percent.ts';
import type { IdleTask } from './idle-task.ts';

const { brokers, prefix, seconds } = taskOf<IdleTask>();
const dataDir = await mkdtemp(join(tmpdir(), 'spillway-idle-'));
const transport = await openLog(brokers, prefix);
await transport.admin().ensureTopics([...retailTopics, ...consumerTopics]);
// Of its registry an app with nothing to do asks nothing.
const registry = memoryRegistry();
await registerContracts(registry, knownEvents);
const codec = avroCodec({ registry, definitions: knownEvents });
const environment = { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0' };
const app = await startConsumerApp({ environment, transport, codec, logger: silentLogger });
const measurement = await idlePercent(seconds);
await app.close();
await transport.close();
await rm(dataDir, { recursive: true, force: true });
printResult(measurement);
