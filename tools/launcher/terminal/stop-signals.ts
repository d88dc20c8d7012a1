import { commandLineOf, parentOf } from '../../processes/process-info.ts';

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
  const npm = environment['npm_lifecycle_event'] === undefined ? undefined : findNpm();
  if (npm !== undefined) {
    const isOrphaned = (): boolean => !interrupted.signal.aborted && !parents().includes(npm);
    setInterval(() => isOrphaned() && onSignal(), parentCheckMs).unref();
  }
  return { interrupted: interrupted.signal, forced: forced.signal };
}

function findNpm(): number | undefined {
  return parents().find((pid) => /^npm\b|npm-cli\.js/.test(commandLineOf(pid).join(' ')));
}

/** npm starts a shell, which either becomes the program or starts it. */
function parents(): readonly number[] {
  const parent = parentOf(process.ppid);
  return parent === undefined ? [process.ppid] : [process.ppid, parent];
}
