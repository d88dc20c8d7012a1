export interface StopSignals {
  /** Fires at the first request to stop. */
  readonly interrupted: AbortSignal;
  /** Fires at the second one. */
  readonly forced: AbortSignal;
}

/** One Ctrl-C arrives twice under npm: from the terminal, and passed on by npm. */
const samePressMs = 1_000;
const parentCheckMs = 500;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into abort signals. Under npm the death of npm counts too: a killed `npm start`
 * leaves nothing behind.
 */
export function listenForStop(environment: NodeJS.ProcessEnv): StopSignals {
  const interrupted = new AbortController();
  const forced = new AbortController();
  let firstAtMs = Number.POSITIVE_INFINITY;
  const onSignal = (): void => {
    if (!interrupted.signal.aborted) {
      firstAtMs = performance.now();
      interrupted.abort();
    } else if (performance.now() - firstAtMs > samePressMs) {
      forced.abort();
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  if (environment['npm_lifecycle_event'] !== undefined) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && !interrupted.signal.aborted && onSignal(), parentCheckMs).unref();
  }
  return { interrupted: interrupted.signal, forced: forced.signal };
}
