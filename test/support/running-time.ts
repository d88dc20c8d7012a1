const tickMs = 50;
const mostOfATickMs = 2 * tickMs;

export interface RunningTime {
  /** Ms since the beginning, to a tick. */
  readonly elapsedMs: () => number;
  readonly stop: () => void;
}

/**
 * How long this process has run: where the machine stands still, as machines that others share do for a second or more, no
 * more than 100 ms pass. For promises of seconds that are kept by processes which stand still with it.
 */
export function runningTime(): RunningTime {
  let elapsedMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    elapsedMs += Math.min(nowMs - lastMs, mostOfATickMs);
    lastMs = nowMs;
  }, tickMs);
  return { elapsedMs: () => elapsedMs, stop: () => clearInterval(timer) };
}
