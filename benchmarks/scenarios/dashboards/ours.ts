// Asks a filled audit app for its boards, and the same of ClickHouse by the bare client, in turns.
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import {
  memoryTransport,
  silentLogger,
  systemClock,
  analyticsSubjects,
  type AnalyticsQuestion,
  type EventCodec,
} from '@spillway/streaming';
import { auditedTopics, startAuditApp } from '@spillway/audit-app';
import { openEmbeddedConnections } from '../../../libs/audit-store/dist/connection/open-embedded-connections.js';
import { analyticsStatement } from '../../../libs/audit-store/dist/rollup/analytics-statement.js';
import { rollupCoverage } from '../../../libs/audit-store/dist/rollup/rollup-coverage.js';
import { finalSettings } from '../../../libs/audit-store/dist/query/final-settings.js';
import type { ReadRunner, ReadStatement } from '../../../libs/audit-store/dist/query/read-runner.js';
import { boards, boardNames, type Board } from '../../../apps/audit/dist/analytics/boards.js';
import { percentile } from '../../harness/percentile.ts';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import type { DashboardsTask } from './dashboards-task.ts';

const hourMs = 3_600_000;
const { dataDir, calls } = taskOf<DashboardsTask>();
const transport = memoryTransport();
await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 1 })));
const environment = { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' };
const codec = { warmUp: async () => {} } as unknown as EventCodec;
const app = await startAuditApp({ environment, transport, codec, logger: silentLogger });
// Another connection of the same process to the same folder.
const { reader: client, close: closeClients } = await openEmbeddedConnections({
  dataDir,
  lockWaitMs: 0,
  clock: systemClock,
});
const format = 'JSONEachRow';
const bare = {
  rows: async ({ query, params }: ReadStatement) =>
    (await client.query({ query: `${query} SETTINGS ${finalSettings}`, query_params: { ...params }, format })).json(),
} as unknown as ReadRunner;

const toMs = Math.floor(Date.now() / hourMs) * hourMs + hourMs;
const range = { fromMs: toMs - 7 * 24 * hourMs, toMs };
const iso = (ms: number): string => new Date(ms).toISOString();

/** Over one connection that is kept, like the bare client's, and without what `fetch` does beside that. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
async function getJson<T>(path: string): Promise<T> {
  const [response] = (await once(get(`${app.url}${path}`, { agent }), 'response')) as [IncomingMessage];
  const body = await json(response);
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${JSON.stringify(body)}`);
  return body as T;
}

async function overHttp(name: string, { shape }: Board): Promise<void> {
  const interval = shape === 'series' ? '&interval=hour' : '';
  const path = `/analytics/${name}?from=${iso(range.fromMs)}&to=${iso(range.toMs)}${interval}`;
  const { rows } = await getJson<{ readonly rows?: readonly unknown[] }>(path);
  // A board over nothing would cost next to nothing.
  if (!rows?.length) throw new Error(`${name}: an answer without rows`);
}

async function byBareClient({ shape, subject, measures, groupBy, filter }: Board): Promise<void> {
  const interval = shape === 'series' ? 'hour' : null;
  const limit = shape === 'series' ? 5_000 : 20;
  const question = { subject, measures, groupBy, filter, interval, limit, ...range } as AnalyticsQuestion;
  const coverage = await rollupCoverage(bare, analyticsSubjects[subject].time, range);
  await bare.rows(analyticsStatement(question, coverage));
}

const window = (from: string): ReadStatement => ({
  query: `SELECT type, count() AS records FROM ${from}
    WHERE timestamp >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')
      AND timestamp < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC') GROUP BY type`,
  params: { fromMs: toMs - 30 * hourMs, toMs: toMs - 29 * hourMs },
  doing: 'counting an hour',
});

async function millisOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

type Work = () => Promise<unknown>;

/** What two works took, call by call, so that what the machine does meanwhile meets both; each is first every second time. */
async function inTurns(works: readonly [Work, Work]): Promise<[number[], number[]]> {
  const taken: [number[], number[]] = [[], []];
  for (let call = 0; call <= calls; call += 1) {
    for (const index of call % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const ms = await millisOf(works[index]);
      if (call > 0) taken[index].push(ms);
    }
  }
  return taken;
}

const median = (millis: readonly number[]): number => percentile(millis, 0.5);

const usage = usageSince();
const figures: Record<string, number> = {};
let sumMs = 0;
let apiOverBareMs = 0;
for (const name of boardNames) {
  const [http, byClient] = await inTurns([() => overHttp(name, boards[name]), () => byBareClient(boards[name])]);
  figures[`${name}P50Ms`] = median(http);
  // Of pairs: a few ms would be lost in what tens of them vary by from one call to the next.
  const overBareMs = median(http.map((ms, call) => ms - byClient[call]!));
  figures[`${name}OverBareMs`] = overBareMs;
  apiOverBareMs = Math.max(apiOverBareMs, overBareMs);
  sumMs += median(http);
}
const latest = async (): Promise<void> => {
  const { records } = await getJson<{ readonly records?: readonly unknown[] }>(
    '/audit/events?topic=retail.orders&limit=100',
  );
  if (records?.length !== 100) throw new Error('Not the latest 100 records of a topic');
};
figures['latestRecordsP50Ms'] = median((await inTurns([latest, latest])).flat());
const [view, plain] = await inTurns([() => bare.rows(window('audit_events')), () => bare.rows(window('events'))]);
figures['hourThroughViewP50Ms'] = median(view);
figures['hourWithoutFinalP50Ms'] = median(plain);
figures['hourViewToPlain'] = median(view) / median(plain);
figures['apiOverBareMs'] = apiOverBareMs;
const measured = usage(boardNames.length);
agent.destroy();
await closeClients();
await app.close();
printResult({ ...measured, elapsedMs: sumMs, figures });
