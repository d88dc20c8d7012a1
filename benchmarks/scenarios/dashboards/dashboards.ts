import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boardNames } from '../../../apps/audit/dist/analytics/boards.js';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Measurement, Peer, RatioPair, Scenario } from '../../harness/scenario.ts';
import type { DashboardsTask } from './dashboards-task.ts';

const smallShare = 40;
/** Below so many rows a run only shows that it works: a fourth, and 40 days instead of 400. */
const measuredRows = 1_000_000;
const seed = 5;
/**
 * More than the seven that are judged, so that both stores answer for as many rows: a store grows by the days that it keeps.
 * 40 M rows are 100,000 a day then.
 */
const smallDays = 10;
/** 40 M rows take their time. */
const fillTimeoutMs = 3 * 60 * 60 * 1000;

const pair = (name: string, by?: RatioPair['by']): RatioPair => ({ name, of: 'large', to: 'small', ...(by && { by }) });
const timeOf = (board: string): string => `${board}P50Ms`;
/** All boards together would hide one that is far slower. */
const ratios: readonly RatioPair[] = [
  pair('large-to-small'),
  ...boardNames.map((board) => pair(`large-to-small/${board}`, [timeOf(board)])),
  pair('large-to-small/worst-board', boardNames.map(timeOf)),
  pair('large-to-small/latest-records', ['latestRecordsP50Ms']),
  pair('large-to-small/event-by-id', ['eventByIdP50Ms']),
  pair('large-to-small/journey', ['journeyP50Ms']),
];

/**
 * The boards of the audit app on a store of `events` records and their deliveries against one of a fortieth, both with as many
 * a day and with days merged that are over, as the app does when it is quiet: each board over the last seven days, by the
 * median of 60 calls; the latest 100 records of a topic; what the API adds to the same statements by the bare client
 * (`…OverBareMs`, the median of pairs of calls; both ask in the app's process and end with rows); an hour of records through the
 * view with FINAL against without, of a day that is merged and of the newest; the slowest board over the other times that the page
 * offers; one event and its journey.
 *
 * `SPILLWAY_BENCH_DASHBOARDS` names a folder for the stores: what is filled there is asked as it is, and stays.
 */
export const dashboards: Scenario = {
  name: 'dashboards',
  describe: 'boards of the audit app at that many rows against a fortieth of them',
  defaultEvents: 40_000_000,
  needsBrokers: false,
  prepare: async ({ events }) => {
    const isMeasured = events >= measuredRows;
    const small = Math.ceil(events / (isMeasured ? smallShare : 4));
    const rowsPerDay = Math.ceil(small / smallDays);
    const kept = process.env['SPILLWAY_BENCH_DASHBOARDS'];
    const folder = kept ?? (await mkdtemp(join(tmpdir(), 'spillway-bench-dashboards-')));
    const peer = async (name: string, rows: number): Promise<Peer> => {
      const task: DashboardsTask = {
        dataDir: join(folder, `${rows}-rows-with-deliveries-seed-${seed}`),
        rows,
        rowsPerDay,
        seed,
        calls: isMeasured ? 60 : 3,
      };
      // A fill that was cut off is not asked later.
      const mark = `${task.dataDir}.whole`;
      if (!existsSync(mark)) {
        await rm(task.dataDir, { recursive: true, force: true });
        const filled = await measureInChild<object>(new URL('./fill.ts', import.meta.url), task, fillTimeoutMs);
        await writeFile(mark, '');
        process.stderr.write(`${name}: ${rows} rows, ${JSON.stringify(filled)}\n`);
      }
      return { name, run: () => measureInChild<Measurement>(new URL('./ours.ts', import.meta.url), task) };
    };
    return {
      peers: [await peer('large', events), await peer('small', small)],
      ratios,
      versions: packageVersions(['chdb', '@clickhouse/client']),
      close: async () => {
        if (kept === undefined) await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
