import { analyticsSubjects, type Clock } from '@spillway/streaming';
import { instant } from '../query/instant.js';
import type { ReadRunner } from '../query/read-runner.js';
import { backgroundStatement, type BackgroundClients } from './background-statement.js';
import { noteOrderDays, notedDays, notedHours, type LiveHours } from './order-days.js';
import { planBuilds, type BuildLimits } from './plan-builds.js';
import { hoursTouched, openHour, readMark, type Basis, type TimeRange } from './rollup-coverage.js';
import { rowsOfHours } from './rows-of-hours.js';
import type { Subject } from './subject.js';
import { subjects } from './subjects.js';

export interface RollUpOptions {
  readonly clients: BackgroundClients;
  readonly newId: () => string;
  readonly run: ReadRunner;
  readonly clock: Clock;
  /**
   * How long after its `recordedAt` a row may still become visible: an insert's time limit and how far the clocks of
   * writers differ. Hours are rolled up when that long has passed.
   */
  readonly settleMs: number;
}

/** Hours that are counted at once: their list stands in the statement. */
const hoursPerCount = 500;
/** A row costs a statement about 3 µs, an order 20; so one takes seconds, and is soon stopped. */
const limits: BuildLimits = { hours: hoursPerCount, rows: 200_000, spanMs: 366 * 24 * 60 * 60 * 1000 };
const maxSecond = 2 ** 32 - 1;

/** Rolls up the hours of all times. Whenever it is cut off, what it had not finished stays marked as to be read live. */
export async function rollUp(options: RollUpOptions, signal?: AbortSignal): Promise<number> {
  let hours = 0;
  for (const basis of ['record', 'event', 'delivery'] as const) hours += await rollUpBasis(options, basis, signal);
  return hours;
}

async function rollUpBasis(options: RollUpOptions, basis: Basis, signal?: AbortSignal): Promise<number> {
  const { run, clock, settleMs } = options;
  const mark = await readMark(run, basis, signal);
  const build = clock.nowMs();
  const nextMarkMs = build - settleMs;
  if (nextMarkMs <= mark.recordedBeforeMs) return 0;
  const toMs = openHour(nextMarkMs);
  if (basis === 'event')
    await statement(options, { query: noteOrderDays, params: { sinceMs: mark.notedBeforeMs } }, signal);
  // What was recorded since the mark, whatever its hour; and hours that the mark left open, whenever recorded.
  const changed = await hoursTouched(run, basis, { sinceMs: mark.recordedBeforeMs, fromMs: 0, toMs }, signal);
  const closed = await hoursClosed(run, basis, { fromMs: mark.openFromMs, toMs }, signal);
  const hours = [...new Set([...changed, ...closed])].toSorted((a, b) => a - b);
  // A mark that says nothing new would only be one more row.
  if (hours.length === 0 && toMs === mark.openFromMs) return 0;
  for (let start = 0; start < hours.length; start += hoursPerCount) {
    const counted = hours.slice(start, start + hoursPerCount);
    const days = basis === 'event' ? await notedDays(run, onlyHours(counted), signal) : [];
    const rows = await rowsOfHours(run, basis, { ...onlyHours(counted), days }, signal);
    for (const hoursMs of planBuilds(rows, limits)) await buildHours(options, { basis, build, hoursMs, days }, signal);
  }
  const marks = [`INSERT INTO rollup_marks (basis, recordedBefore) SELECT {basis:String}, ${instant('markMs')}`];
  if (basis === 'event') marks.push(`INSERT INTO order_days_marks SELECT ${instant('markMs')}`);
  for (const query of marks) await statement(options, { query, params: { basis, markMs: nextMarkMs } }, signal);
  return hours.length;
}

/** Of orders those noted: what was recorded before this run is. */
function hoursClosed(run: ReadRunner, basis: Basis, range: TimeRange, signal?: AbortSignal): Promise<number[]> {
  return basis === 'event'
    ? notedHours(run, range, signal)
    : hoursTouched(run, basis, { sinceMs: 0, ...range }, signal);
}

interface Build {
  readonly basis: Basis;
  readonly build: number;
  readonly hoursMs: readonly number[];
  /** Of orders: where they lie. */
  readonly days: readonly string[];
}

/** All tables first, then the row that makes the build the valid one. */
async function buildHours(options: RollUpOptions, { basis, build, hoursMs, days }: Build, signal?: AbortSignal) {
  const params = { ...onlyHours(hoursMs), days, build, basis };
  for (const [name, subject] of Object.entries(subjects) as [keyof typeof subjects, Subject][]) {
    if (analyticsSubjects[name].time !== basis) continue;
    const columns = ['hour', ...subject.columns].join(', ');
    const query = `INSERT INTO ${subject.table} (build, ${columns})
      SELECT {build:UInt64}, ${columns} FROM (${subject.liveRows})`;
    await statement(options, { query, params }, signal);
  }
  const query = `INSERT INTO rollup_hours (basis, build, hour)
    SELECT {basis:String}, {build:UInt64}, toDateTime(arrayJoin({hours:Array(UInt32)}), 'UTC')`;
  await statement(options, { query, params }, signal);
}

/** Ascending hours and no others. */
function onlyHours(hoursMs: readonly number[]): LiveHours {
  const hours = hoursMs.map((ms) => ms / 1000);
  return { hours, openFrom: maxSecond, from: hours[0]!, to: hours.at(-1)! + 3_600 };
}

function statement(
  { clients, newId }: RollUpOptions,
  { query, params }: { readonly query: string; readonly params: Readonly<Record<string, unknown>> },
  signal?: AbortSignal,
): Promise<void> {
  return backgroundStatement(clients, { query, params, id: newId(), doing: 'rolling up' }, signal);
}
