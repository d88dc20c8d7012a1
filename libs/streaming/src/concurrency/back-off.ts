export interface BackOff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** How long to wait after the given failed attempt (1, 2, …): doubling from `initialMs` up to `maxMs`. */
export function backOffMs(attempt: number, { initialMs, maxMs }: BackOff): number {
  return Math.min(maxMs, initialMs * 2 ** Math.min(attempt - 1, 30));
}
