import { SpillwayError } from '@spillway/events';

/** How the payment gateway is to fail in this run; absent: not at all. */
export interface PaymentFaults {
  /** Share of its requests, above 0 to 1. */
  readonly failRate?: number;
  readonly outageMs?: number;
}

const unitsMs = { ms: 1, s: 1_000, m: 60_000 } as const;
const longestOutageMs = 10 * unitsMs.m;

/**
 * Reads `--fail payments=10%` and `--outage payments=30s`.
 *
 * @throws SpillwayError `SPW-1001` for another part, another form or a value out of range
 */
export function parsePaymentFaults(fail: string | undefined, outage: string | undefined): PaymentFaults {
  return {
    ...(fail !== undefined && { failRate: failRate(fail) }),
    ...(outage !== undefined && { outageMs: outageMs(outage) }),
  };
}

function failRate(text: string): number {
  const percent = Number(/^payments=(\d{1,3}(?:\.\d{1,2})?)%$/.exec(text)?.[1]);
  if (percent > 0 && percent <= 100) return percent / 100;
  throw invalid(`--fail is payments=<share>%, above 0% and at most 100%, not "${text}".`);
}

function outageMs(text: string): number {
  const [, count, unit] = /^payments=(\d{1,6})(ms|s|m)$/.exec(text) ?? [];
  const forMs = Number(count) * unitsMs[(unit ?? 'ms') as keyof typeof unitsMs];
  if (forMs > 0 && forMs <= longestOutageMs) return forMs;
  throw invalid(`--outage is payments=<time> as 500ms, 30s or 2m, at most 10m, not "${text}".`);
}

function invalid(detail: string): SpillwayError {
  return new SpillwayError('SPW-1001', detail);
}
