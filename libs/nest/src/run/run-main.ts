import { isSpillwayError } from '@spillway/events';
import { systemClock } from '@spillway/streaming';
import { explainError } from './explain-error.js';
import type { RunningApp } from './running-app.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The part of Node's `process` that a main program needs; tests give another. */
export interface ProcessHost {
  readonly env: Environment;
  readonly stderr: { write(text: string): unknown };
  /** Present when a parent opened an IPC channel. */
  readonly send?: (message: object) => unknown;
  on(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): void;
}

/** After this the process ends even when the ordered shutdown hangs. */
const exitDeadlineMs = 30_000;
/** How long a start may still take once the process was told to end. */
const startGraceMs = 5_000;

/**
 * The whole life of an app's process: start, run until SIGTERM, SIGINT, the end of the parent that opened an IPC
 * channel or a failure of the app for good, close in order, exit. A parent is told `{ type: 'ready', name, url }`.
 *
 * Exit codes: 0 closed in order · 1 failed · 2 configuration refused (SPW-20xx) · 130 a second Ctrl-C.
 */
export async function runMain(
  name: string,
  start: (environment: Environment) => Promise<RunningApp>,
  host: ProcessHost = process as unknown as ProcessHost,
): Promise<void> {
  const ending = untilAskedToEnd(host);
  exitOnStrayErrors(name, host);
  let app: RunningApp;
  try {
    app = await startUnlessEnded(() => start(host.env), ending);
  } catch (error) {
    host.stderr.write(`${name} did not start\n${explainError(error)}\n`);
    host.exit(isSpillwayError(error) && error.code.startsWith('SPW-20') ? 2 : 1);
    return;
  }
  host.send?.({ type: 'ready', name: app.name, url: app.url });
  // What goes wrong on the way out counts too: a handler that never ends, for one.
  let exitCode = 0;
  const failing = untilFailed(app, host).then(() => void (exitCode = 1));
  await Promise.race([ending, failing]);
  const hung = setTimeout(() => {
    host.stderr.write(`${name} did not close within ${exitDeadlineMs} ms\n`);
    host.exit(1);
  }, exitDeadlineMs);
  await closeAndExit(app, host, () => exitCode);
  clearTimeout(hung);
}

async function untilFailed({ name, failed }: RunningApp, host: ProcessHost): Promise<void> {
  const reason = await (failed ?? new Promise(() => {}));
  host.stderr.write(`${name} ends because it cannot go on\n${explainError(reason)}\n`);
}

/** A start that waits for something (a group's dead member to expire) must not hold a process that was told to end. */
async function startUnlessEnded(start: () => Promise<RunningApp>, ending: Promise<void>): Promise<RunningApp> {
  const settled = new AbortController();
  const toldToEnd = async (): Promise<never> => {
    await ending;
    await systemClock.sleep(startGraceMs, settled.signal);
    throw new Error('The process was told to end during the start');
  };
  try {
    return await Promise.race([start(), toldToEnd()]);
  } finally {
    settled.abort();
  }
}

async function closeAndExit(app: RunningApp, host: ProcessHost, exitCode: () => number): Promise<void> {
  try {
    await app.close();
    // What has failed meanwhile is heard first.
    await new Promise(setImmediate);
    host.exit(exitCode());
  } catch (error) {
    host.stderr.write(`${app.name} did not close cleanly\n${explainError(error)}\n`);
    host.exit(1);
  }
}

function untilAskedToEnd(host: ProcessHost): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    host.on('SIGTERM', () => resolve());
    host.on('SIGINT', () => {
      if (asked) host.exit(130);
      asked = true;
      resolve();
    });
    // A child of the launcher must not outlive it: the channel closes when the parent is killed.
    if (host.send !== undefined) host.on('disconnect', () => resolve());
  });
}

/** A bug that nobody caught leaves the process in an unknown state; whoever supervises it starts a fresh one. */
function exitOnStrayErrors(name: string, host: ProcessHost): void {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    host.on(event, (error) => {
      host.stderr.write(`${name} ends because of an error that nobody handled\n${explainError(error)}\n`);
      host.exit(1);
    });
  }
}
