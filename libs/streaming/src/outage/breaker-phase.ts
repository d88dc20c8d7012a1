/**
 * Where a breaker stands. `openings` counts those in a row without a success in between: it lets the open time grow.
 * A time that lies before its own beginning means that the clock was set back; it then counts as over.
 */
export type BreakerPhase =
  | { readonly name: 'closed' }
  | { readonly name: 'open'; readonly sinceMs: number; readonly untilMs: number; readonly openings: number }
  | { readonly name: 'half-open'; readonly openings: number; readonly probe?: Probe };

/** The one delivery that is let through; another may follow when nothing was heard of it until then. */
interface Probe {
  readonly sinceMs: number;
  readonly untilMs: number;
}

export interface BreakerTimes {
  /** How long the first opening lasts; each next one without a success twice as long. */
  readonly initialOpenMs: number;
  readonly maxOpenMs: number;
  /** The longest time that somebody else may ask for: a Retry-After may say anything. */
  readonly maxAskedMs: number;
  /** After this time without word from a probe another one is let through. */
  readonly probeTimeoutMs: number;
}

export type BreakerEvent =
  | { readonly type: 'asked' | 'succeeded' | 'failed' | 'undecided' }
  | { readonly type: 'opened'; readonly forMs?: number | undefined };

/** The pure rule of a breaker: what the phase becomes when something happens. The same object when nothing changes. */
export function nextPhase(phase: BreakerPhase, event: BreakerEvent, nowMs: number, times: BreakerTimes): BreakerPhase {
  switch (event.type) {
    case 'asked':
      return waitUntilMs(phase, nowMs) === undefined ? afterAdmission(phase, nowMs, times) : phase;
    case 'succeeded':
      return phase.name === 'half-open' ? { name: 'closed' } : phase;
    case 'undecided':
      return phase.name === 'half-open' ? { name: 'half-open', openings: phase.openings } : phase;
    case 'failed':
      return phase.name === 'half-open' ? open(phase, nowMs, times) : phase;
    case 'opened':
      return phase.name === 'open'
        ? prolong(phase, nowMs, asked(event.forMs, times))
        : open(phase, nowMs, times, event.forMs);
  }
}

/** When to ask again; undefined when a delivery may begin now. */
export function waitUntilMs(phase: BreakerPhase, nowMs: number): number | undefined {
  const wait = phase.name === 'half-open' ? phase.probe : phase;
  if (wait === undefined || !('untilMs' in wait)) return undefined;
  return nowMs < wait.sinceMs || nowMs >= wait.untilMs ? undefined : wait.untilMs;
}

function afterAdmission(phase: BreakerPhase, nowMs: number, { probeTimeoutMs }: BreakerTimes): BreakerPhase {
  if (phase.name === 'closed') return phase;
  const probe = { sinceMs: nowMs, untilMs: nowMs + probeTimeoutMs };
  return { name: 'half-open', openings: phase.openings, probe };
}

/** Never earlier than asked for, and never earlier than the back-off: who says "at once" for ever is not called for ever. */
function open(phase: BreakerPhase, nowMs: number, times: BreakerTimes, forMs?: number): BreakerPhase {
  const openings = phase.name === 'closed' ? 1 : phase.openings + 1;
  const backOffMs = Math.min(times.maxOpenMs, times.initialOpenMs * 2 ** Math.min(openings - 1, 30));
  const untilMs = nowMs + Math.max(backOffMs, asked(forMs, times));
  return { name: 'open', sinceMs: nowMs, untilMs, openings };
}

/** Calls that were under way when it opened fail too; only a longer wait asked for says something new. */
function prolong(phase: BreakerPhase & { readonly name: 'open' }, nowMs: number, askedMs: number): BreakerPhase {
  return nowMs + askedMs > phase.untilMs ? { ...phase, sinceMs: nowMs, untilMs: nowMs + askedMs } : phase;
}

function asked(forMs: number | undefined, { maxAskedMs }: BreakerTimes): number {
  return forMs !== undefined && forMs > 0 ? Math.ceil(Math.min(forMs, maxAskedMs)) : 0;
}
