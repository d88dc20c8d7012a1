// Fills an audit store with generated rows and rolls them up; tells how long both took.
import { openAuditStore } from '@spillway/audit-store';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/dist/connection/open-embedded-connections.js';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import type { DashboardsTask } from './dashboards-task.ts';
import { generateEvents } from './generate-events.ts';

const { dataDir, rows, rowsPerDay, seed } = taskOf<DashboardsTask>();
await (await openAuditStore({ dataDir })).close();
const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
const startMs = performance.now();
await generateEvents(connections.writer, { rows, rowsPerDay, seed, endMs: Date.now() });
const filledMs = performance.now();
await connections.close();
const store = await openAuditStore({ dataDir });
const rolledUpHours = await store.boards.rollUp();
await store.close();
printResult({
  fillSeconds: Math.round((filledMs - startMs) / 1000),
  rollUpSeconds: Math.round((performance.now() - filledMs) / 1000),
  rolledUpHours,
});
