import { SpillwayError } from '@spillway/events';
import { sendRequest } from '../http/send-request.js';
import { hideSecrets } from '../output/hide-secrets.js';
import type { DoctorRound } from './doctor-round.js';

export interface ClickHouseAnswer {
  readonly version: string;
  /** The server's clock, ms since the epoch. */
  readonly nowMs: number;
}

const timeoutMs = 5_000;
const query = 'SELECT version() AS version, toUnixTimestamp64Milli(now64(3)) AS nowMs FORMAT JSONEachRow';

/**
 * Logs in and asks a ClickHouse server for its version and its time.
 *
 * @throws SpillwayError `SPW-5210` no answer · `SPW-7002` refused
 */
export async function askClickHouse(round: DoctorRound, url: string): Promise<ClickHouseAnswer> {
  const headers = {
    'content-type': 'text/plain',
    'x-clickhouse-user': round.variable('SPILLWAY_CLICKHOUSE_USER') ?? 'default',
    'x-clickhouse-key': round.variable('SPILLWAY_CLICKHOUSE_PASSWORD') ?? '',
  };
  const response = await sendRequest(round.session, url, '/', { body: query, headers, timeoutMs });
  const text = await response.text();
  const [line = ''] = text.split('\n');
  if (!response.ok)
    throw new SpillwayError('SPW-7002', `${hideSecrets(url)} answers ${response.status}: ${line.slice(0, 200)}`);
  const { version, nowMs } = JSON.parse(line) as { version: string; nowMs: number | string };
  return { version, nowMs: Number(nowMs) };
}
