interface Waiting {
  readonly dueMs: number;
  readonly resolve: () => void;
}

let waiting: Waiting[] = [];
let isTurning = false;

/**
 * Waits for a time that may be a fraction of a millisecond: timers of Node count whole ones and come up to one too late,
 * which would measure them. The event loop turns without rest meanwhile, so what the toolkit does is seen as lateness.
 */
export function preciseDelay(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    waiting.push({ dueMs: performance.now() + delayMs, resolve });
    if (!isTurning) setImmediate(turn);
    isTurning = true;
  });
}

function turn(): void {
  const nowMs = performance.now();
  const due = waiting.filter(({ dueMs }) => dueMs <= nowMs);
  if (due.length > 0) waiting = waiting.filter(({ dueMs }) => dueMs > nowMs);
  for (const { resolve } of due) resolve();
  isTurning = waiting.length > 0;
  if (isTurning) setImmediate(turn);
}
