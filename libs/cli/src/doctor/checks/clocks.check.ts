import { sendRequest } from '../../http/send-request.js';
import { askClickHouse } from '../ask-clickhouse.js';
import type { Check } from '../check.js';
import type { DoctorRound } from '../doctor-round.js';
import { judgeClocks, type ClockSeen } from '../judge/judge-clocks.js';

const timeoutMs = 5_000;
/** The `Date` of an HTTP answer says whole seconds. */
const secondMs = 1_000;
const httpParts = [
  ['producer', 'SPILLWAY_PRODUCER_URL'],
  ['consumer', 'SPILLWAY_URL'],
  ['audit', 'SPILLWAY_AUDIT_URL'],
  ['registry', 'SPILLWAY_REGISTRY_URL'],
] as const;

/** Whether all that tell the time tell the same. */
export const clocksCheck: Check = {
  name: 'clocks',
  look: async (round) => {
    const asked = [
      ...httpParts.map(([name, variable]) => compare(name, round.variable(variable), (url) => dateOf(round, url))),
      compare('clickhouse', round.variable('SPILLWAY_CLICKHOUSE_URL'), async (url) => ({
        ...(await askClickHouse(round, url)),
        lateMs: 0,
      })),
      compare('postgres', round.variable('SPILLWAY_POSTGRES_URL'), async (url) => ({
        ...(await (await import('@spillway/state-store')).pingPostgres(url)),
        lateMs: 0,
      })),
    ];
    return judgeClocks((await Promise.all(asked)).filter((clock) => clock !== undefined));
  },
};

interface Told {
  readonly nowMs: number;
  /** What it said may be older by so much. */
  readonly lateMs: number;
}

/** Undefined for who does not answer: other checks tell of that. */
async function compare(
  name: string,
  address: string | undefined,
  ask: (address: string) => Promise<Told>,
): Promise<ClockSeen | undefined> {
  if (address === undefined) return undefined;
  // The first question may spend its time on loading and connecting.
  await ask(address).catch(() => undefined);
  const [beforeMs, askedMs] = [Date.now(), performance.now()];
  const told = await ask(address).catch(() => undefined);
  if (told === undefined) return undefined;
  const tookMs = performance.now() - askedMs;
  return {
    name,
    aheadMs: told.nowMs + told.lateMs / 2 - (beforeMs + tookMs / 2),
    withinMs: (tookMs + told.lateMs) / 2,
  };
}

async function dateOf({ session }: DoctorRound, url: string): Promise<Told> {
  const response = await sendRequest(session, url, '', { timeoutMs });
  await response.body?.cancel();
  const nowMs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(nowMs)) throw new Error('It tells no time');
  return { nowMs, lateMs: secondMs };
}
