import type { ClickHouseClient } from '@clickhouse/client';
import { SpillwayError } from '@spillway/events';
import { silentLogger, systemClock, type Logger } from '@spillway/streaming';
import { mayStillRun } from '../connection/may-still-run.js';
import { storeFailure } from '../connection/store-failure.js';
import { Lease } from './lease.js';
import type { ExclusiveWork, RunExclusively } from './run-exclusively.js';

export interface LeaseTimes {
  /** How long others wait for an app that is gone. */
  readonly heldMs: number;
  readonly renewEveryMs: number;
  /** Without a renewal for so long the work is given up: well before others may begin, as its last statement has to end. */
  readonly givenUpAfterMs: number;
  /** At first; after looks in vain up to sixteen times as long. */
  readonly lookEveryMs: number;
}

export const leaseTimes: LeaseTimes = {
  heldMs: 90_000,
  renewEveryMs: 15_000,
  givenUpAfterMs: 60_000,
  lookEveryMs: 500,
};

export interface ExclusiveByLeaseOptions {
  /** The connection that nothing long runs on. */
  readonly control: ClickHouseClient;
  readonly newId: () => string;
  readonly logger?: Logger;
  readonly times?: LeaseTimes;
}

const othersAtWork: Readonly<Record<ExclusiveWork, string>> = {
  migration: 'Another audit app brings the tables to their version; waiting',
  'roll-up': 'Another audit app rolls up; waiting',
};

/** For a server that several apps may use. By the real time, as leases are: a clock that is put in may stand still. */
export function exclusiveByLease(options: ExclusiveByLeaseOptions): RunExclusively {
  const { control, newId, logger = silentLogger, times = leaseTimes } = options;
  return async (work, act, signal) => {
    const lease = new Lease(control, { work, holder: newId(), heldMs: times.heldMs });
    const claimedAtMs = await acquired(lease, times, signal, () => logger.info({}, othersAtWork[work]));
    const [done, lost] = [new AbortController(), new AbortController()];
    const keeping = keep(lease, claimedAtMs, { times, done: done.signal, lost });
    let isOver = true;
    try {
      return await act(AbortSignal.any([lost.signal, ...(signal === undefined ? [] : [signal])]));
    } catch (error) {
      isOver = !mayStillRun(error);
      throw error;
    } finally {
      done.abort();
      await keeping;
      // Else it runs out.
      if (isOver) await lease.release().catch(() => {});
    }
  };
}

/** Of the time between two looks. */
const maxDoublings = 4;

/**
 * @param onWait called once, when another has it
 * @returns when it began to claim what it has, by the steady time
 */
async function acquired(
  lease: Lease,
  { lookEveryMs }: LeaseTimes,
  signal: AbortSignal | undefined,
  onWait: () => void,
): Promise<number> {
  for (let looks = 0; ; looks++) {
    signal?.throwIfAborted();
    const askedAtMs = systemClock.steadyMs();
    try {
      if (await lease.acquire()) return askedAtMs;
    } catch (error) {
      throw storeFailure(error, 'waiting for another audit app');
    }
    if (looks === 0) onWait();
    // Those that came at once all gave way; the longer a look takes, the further apart they have to come to meet no more.
    const apart = 2 ** Math.min(looks, maxDoublings);
    await systemClock.sleep(lookEveryMs * apart * (0.5 + Math.random()), signal);
  }
}

interface Keeping {
  readonly times: LeaseTimes;
  readonly done: AbortSignal;
  readonly lost: AbortController;
}

/** @param claimedAtMs before the claim, by the steady time */
async function keep(lease: Lease, claimedAtMs: number, { times, done, lost }: Keeping): Promise<void> {
  // The server counts from when it notes a renewal, which is later.
  let renewedAtMs = claimedAtMs;
  const isOutOfTime = (): boolean => systemClock.steadyMs() - renewedAtMs > times.givenUpAfterMs;
  while (!isOutOfTime()) {
    await systemClock.sleep(times.renewEveryMs, done);
    if (done.aborted) return;
    // A process that was halted finds another at work by now, and is not to go on beside it.
    if (isOutOfTime()) break;
    const askedAtMs = systemClock.steadyMs();
    const isRenewed = await lease.renew().then(
      () => true,
      () => false,
    );
    if (isRenewed) renewedAtMs = askedAtMs;
  }
  lost.abort(leaseLost());
}

function leaseLost(): SpillwayError {
  return new SpillwayError('SPW-7002', 'ClickHouse took no sign of life for too long: another audit app may go on');
}
