import { isUtf8 } from 'node:buffer';
import {
  analyticsSubjects,
  type AnalyticsAnswer,
  type AnalyticsQuestion,
  type AnalyticsRow,
  type AnalyticsSpan,
  type AuditBoards,
  type Clock,
} from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import type { RunExclusively } from '../leases/run-exclusively.js';
import type { ReadRunner } from '../query/read-runner.js';
import { analyticsStatement } from './analytics-statement.js';
import { readSpan } from './read-span.js';
import { rollUp } from './roll-up.js';
import { rollupCoverage } from './rollup-coverage.js';

export interface ClickHouseBoardsOptions {
  readonly connections: AuditConnections;
  /** For users' questions. */
  readonly run: ReadRunner;
  /** For long work, on the connection for it. */
  readonly runBehind: ReadRunner;
  /** Of two runs at once one would replace rows of the other that are valid already, or count them twice. */
  readonly exclusively: RunExclusively;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly settleMs: number;
}

/** Figures from rollups and live rows of ClickHouse. */
export function clickHouseBoards(options: ClickHouseBoardsOptions): AuditBoards {
  const { connections, run, runBehind, exclusively, newId, clock, settleMs } = options;
  const rollUpOptions = { clients: connections, run: runBehind, newId, clock, settleMs };
  return {
    ask: (question, signal) => ask(run, question, signal),
    span: (time, signal): Promise<AnalyticsSpan | null> => readSpan(run, time, signal),
    rollUp: (signal) => exclusively('roll-up', (exclusive) => rollUp(rollUpOptions, exclusive), signal),
  };
}

type Value = number | string | null;
type Values = Readonly<Record<string, Value>>;

async function ask(run: ReadRunner, question: AnalyticsQuestion, signal?: AbortSignal): Promise<AnalyticsAnswer> {
  const coverage = await rollupCoverage(run, analyticsSubjects[question.subject].time, question, signal);
  const rows = await run.rows<Values>(analyticsStatement(question, coverage), signal);
  const shown = rows.slice(0, question.limit).map(rowReader(question));
  return { rows: shown, truncated: rows.length > question.limit };
}

/** What is the same of all rows is worked out once: an answer has thousands. */
function rowReader({ groupBy, measures }: AnalyticsQuestion): (values: Values) => AnalyticsRow {
  const columns = [
    ...groupBy.map((name, index) => ({ name, column: `d${index}`, read: name === 'key' ? keyText : same })),
    ...measures.map((name, index) => ({ name, column: `v${index}`, read: same })),
  ];
  return (values) => {
    const seconds = values['timeSeconds'];
    const row: Record<string, Value> & { timeMs: number | null } = {
      timeMs: seconds === undefined ? null : Number(seconds) * 1000,
    };
    for (const { name, column, read } of columns) row[name] = read(values[column] ?? null);
    return row;
  };
}

const same = (value: Value): Value => value;

/** Keys are bytes: text where they are, else base64 behind a word that says so. */
function keyText(value: Value): Value {
  if (typeof value !== 'string') return value;
  const bytes = Buffer.from(value, 'base64');
  return isUtf8(bytes) ? bytes.toString('utf8') : `base64:${value}`;
}
