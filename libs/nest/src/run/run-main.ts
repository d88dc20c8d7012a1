import { isSpillwayError } from '@spillway/events';
import { describeError } from './describe-error.js';
import type { RunningApp } from './running-app.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Ending = 'SIGTERM' | 'SIGINT' | 'parent gone';

/** After this the process ends even when the ordered shutdown hangs. */
const exitDeadlineMs = 30_000;

/**
 * The whole life of an app's process: start, run until SIGTERM, SIGINT or the end of the parent that opened an IPC
 * channel, close in order, exit.
 *
 * Exit codes: 0 closed in order · 1 failed · 2 configuration refused (SPW-20xx) · 130 a second Ctrl-C.
 */
export async function runMain(name: string, start: (environment: Environment) => Promise<RunningApp>): Promise<void> {
  const ending = untilAskedToEnd();
  exitOnStrayErrors(name);
  let app: RunningApp;
  try {
    app = await start(process.env);
  } catch (error) {
    say(`${name} did not start\n${describeError(error)}`);
    process.exit(isSpillwayError(error) && error.code.startsWith('SPW-20') ? 2 : 1);
  }
  process.send?.({ type: 'ready', name: app.name, url: app.url });
  await ending;
  setTimeout(() => {
    say(`${name} did not close within ${exitDeadlineMs} ms`);
    process.exit(1);
  }, exitDeadlineMs).unref();
  await app.close();
  process.exit(0);
}

function untilAskedToEnd(): Promise<Ending> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: 'SIGTERM' | 'SIGINT'): void => {
      if (asked && signal === 'SIGINT') process.exit(130);
      asked = true;
      resolve(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
    // A child of the launcher must not outlive it: the channel closes when the parent is killed.
    if (process.send !== undefined) process.once('disconnect', () => resolve('parent gone'));
  });
}

/** A bug that nobody caught leaves the process in an unknown state; whoever supervises it starts a fresh one. */
function exitOnStrayErrors(name: string): void {
  const onStray = (error: unknown): void => {
    say(`${name} ends because of an error that nobody handled\n${describeError(error)}`);
    process.exit(1);
  };
  process.on('uncaughtException', onStray);
  process.on('unhandledRejection', onStray);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
