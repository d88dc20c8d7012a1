// Fills an audit store with generated rows, merges days and rolls hours up; tells how long each took.
import { openAuditStore } from '@spillway/audit-store';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/dist/connection/open-embedded-connections.js';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import type { DashboardsTask } from './dashboards-task.ts';
import { generateDeadLetters } from './generate-dead-letters.ts';
import { generateDeliveries } from './generate-deliveries.ts';
import { generateEvents } from './generate-events.ts';

const { dataDir, rows, rowsPerDay, seed } = taskOf<DashboardsTask>();
await (await openAuditStore({ dataDir })).close();
const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
const options = { rows, rowsPerDay, seed, endMs: Date.now() };
const seconds: Record<string, number> = {};
async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startMs = performance.now();
  const result = await work();
  seconds[`${name}Seconds`] = Math.round((performance.now() - startMs) / 1000);
  return result;
}

await timed('events', () => generateEvents(connections.writer, options));
await timed('deadLetters', () => generateDeadLetters(connections.writer, options));
await timed('deliveries', () => generateDeliveries(connections.writer, options));
await connections.close();
const store = await openAuditStore({ dataDir });
const mergedDays = await timed('merge', () => store.mergeClosedDays());
const rolledUpHours = await timed('rollUp', () => store.boards.rollUp());
await store.close();
printResult({ ...seconds, mergedDays, rolledUpHours });
