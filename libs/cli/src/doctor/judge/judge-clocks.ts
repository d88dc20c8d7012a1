import { ok, skipped, warning, type CheckResult } from '../check.js';

export interface ClockSeen {
  readonly name: string;
  /** Its clock less ours at the same moment, in milliseconds. */
  readonly aheadMs: number;
  /** It may be off by so much: how long it took to ask, and what the answer leaves out. */
  readonly withinMs: number;
}

/** Above it times of the audit store do not follow each other any more, and delays of retries are seen to be off. */
const maxSkewMs = 2_000;

export function judgeClocks(clocks: readonly ClockSeen[]): readonly CheckResult[] {
  if (clocks.length === 0) return [skipped('nobody told the time')];
  const off = clocks.filter(({ aheadMs, withinMs }) => Math.abs(aheadMs) - withinMs > maxSkewMs);
  if (off.length === 0)
    return [ok(`within ${maxSkewMs / 1_000} s of this one: ${clocks.map(({ name }) => name).join(', ')}`)];
  return off.map(({ name, aheadMs }) =>
    warning(
      `the clock of ${name} is ${Math.round(Math.abs(aheadMs) / 1_000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the one here`,
      `Let both follow one time (chrony, systemd-timesyncd); timedatectl says whether this one does.`,
    ),
  );
}
