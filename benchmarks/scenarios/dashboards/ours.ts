// Asks a filled audit app for its boards, and the same of ClickHouse by the bare client, in turns.
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
import { hourThroughView } from './hour-through-view.ts';
import { inTurns } from './in-turns.ts';
import { jsonClient } from './json-client.ts';

const hourMs = 3_600_000;
const { dataDir, calls, rows: storedRows } = taskOf<DashboardsTask>();
const transport = memoryTransport();
await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 1 })));
const environment = { SPILLWAY_DATA_DIR: dataDir, SPILLWAY_HTTP_PORT: '0', SPILLWAY_RATE_LIMIT_PER_MINUTE: '0' };
const codec = { warmUp: async () => {} } as unknown as EventCodec;
const app = await startAuditApp({ environment, transport, codec, logger: silentLogger });
const http = jsonClient(app.url);
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
const rangeOf = (days: number): { readonly fromMs: number; readonly toMs: number } => ({
  fromMs: toMs - days * 24 * hourMs,
  toMs,
});
/** What is judged; what the page offers besides is asked at the end. */
const judgedDays = 7;
const iso = (ms: number): string => new Date(ms).toISOString();

async function overHttp(name: string, { shape }: Board, days = judgedDays): Promise<void> {
  const { fromMs } = rangeOf(days);
  const interval = shape === 'series' ? `&interval=${days > judgedDays ? 'day' : 'hour'}` : '';
  const path = `/analytics/${name}?from=${iso(fromMs)}&to=${iso(toMs)}${interval}`;
  const { rows } = await http.get<{ readonly rows?: readonly unknown[] }>(path);
  // A board over nothing would cost next to nothing.
  if (!rows?.length) throw new Error(`${name}: an answer without rows`);
}

async function byBareClient({ shape, subject, measures, groupBy, filter }: Board): Promise<void> {
  const interval = shape === 'series' ? 'hour' : null;
  const limit = shape === 'series' ? 5_000 : 20;
  const range = rangeOf(judgedDays);
  const question = { subject, measures, groupBy, filter, interval, limit, ...range } as AnalyticsQuestion;
  const coverage = await rollupCoverage(bare, analyticsSubjects[subject].time, range);
  await bare.rows(analyticsStatement(question, coverage));
}

const median = (millis: readonly number[]): number => percentile(millis, 0.5);

interface Answer {
  readonly id?: string;
  readonly records?: readonly unknown[];
}

/** The hour before the newest record: of a day that is not merged, with what was written twice, unless it is just past midnight (UTC). */
const newestMs = (): Promise<number> => askNumber('SELECT toUnixTimestamp64Milli(max(timestamp)) AS value FROM events');

const partsOfNewestDay = (): Promise<number> =>
  askNumber(`SELECT count() AS value FROM system.parts WHERE database = currentDatabase() AND table = 'events' AND active
    AND partition = (SELECT toString(toDate(max(timestamp))) FROM events)`);

async function askNumber(query: string): Promise<number> {
  const [row] = await (await client.query({ query, format })).json<{ readonly value: string }>();
  return Number(row!.value);
}

const usage = usageSince();
const figures: Record<string, number> = {};
let sumMs = 0;
let apiOverBareMs = 0;
for (const name of boardNames) {
  const [overApi, byClient] = await inTurns(
    [() => overHttp(name, boards[name]), () => byBareClient(boards[name])],
    calls,
  );
  figures[`${name}P50Ms`] = median(overApi);
  // Of pairs: a few ms would be lost in what tens of them vary by from one call to the next.
  const overBareMs = median(overApi.map((ms, call) => ms - byClient[call]!));
  figures[`${name}OverBareMs`] = overBareMs;
  apiOverBareMs = Math.max(apiOverBareMs, overBareMs);
  sumMs += median(overApi);
}

/** The slowest board over so many days. */
async function slowestOver(days: number): Promise<number> {
  let slowestMs = 0;
  for (const name of boardNames) {
    const ask = () => overHttp(name, boards[name], days);
    slowestMs = Math.max(slowestMs, median((await inTurns([ask, ask], Math.ceil(calls / 10))).flat()));
  }
  return slowestMs;
}

async function p50OverHttp(path: string, isAnswer: (answer: Answer) => boolean): Promise<number> {
  const ask = async (): Promise<void> => {
    if (!isAnswer(await http.get<Answer>(path))) throw new Error(`${path}: not the answer`);
  };
  return median((await inTurns([ask, ask], calls)).flat());
}

figures['slowestOver31DaysP50Ms'] = await slowestOver(31);
figures['slowestOver365DaysP50Ms'] = await slowestOver(365);
figures['latestRecordsP50Ms'] = await p50OverHttp(
  '/audit/events?topic=retail.orders&limit=100',
  ({ records }) => records?.length === 100,
);
// In the middle of the store's days, which have been merged.
const eventId = `event-${Math.floor(storedRows / 2)}`;
figures['eventByIdP50Ms'] = await p50OverHttp(`/audit/events/${eventId}`, ({ records = [] }) => records.length > 0);
figures['journeyP50Ms'] = await p50OverHttp(`/audit/journeys/${eventId}`, ({ id }) => id === eventId);
const closed = await hourThroughView(bare, toMs - 30 * hourMs, calls);
figures['hourThroughViewP50Ms'] = closed.viewP50Ms;
figures['hourWithoutFinalP50Ms'] = closed.plainP50Ms;
figures['hourViewToPlain'] = closed.viewToPlain;
const open = await hourThroughView(bare, (await newestMs()) - hourMs, calls);
figures['openDayHourThroughViewP50Ms'] = open.viewP50Ms;
figures['openDayHourViewToPlain'] = open.viewToPlain;
figures['openDayParts'] = await partsOfNewestDay();
figures['apiOverBareMs'] = apiOverBareMs;
const measured = usage(boardNames.length);
http.close();
await closeClients();
await app.close();
printResult({ ...measured, elapsedMs: sumMs, figures });
