import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findJava, hasMaven } from '../setup/find-java.mjs';
import { rootDir, stackDir } from '../setup/paths.mjs';
import { requireFreePorts } from '../processes/require-free-ports.ts';
import { chooseMode, type Mode } from './mode/choose-mode.ts';
import { takeDataFolder, type DataFolder } from './run-folder/data-folder.ts';
import { requireGivenServices } from './mode/given-services.ts';
import { inputFiles } from './options/input-files.ts';
import { keepRejects } from './run-folder/keep-rejects.ts';
import { launchPlan, type LaunchPlan } from './plan/launch-plan.ts';
import { memoryNotice } from './mode/memory-notice.ts';
import type { StartOptions } from './options/options.ts';
import { progressView } from './progress/progress-view.ts';
import { readStatus } from './progress/read-status.ts';
import { readyText } from './end/ready-text.ts';
import { RunFile } from './run-folder/run-file.ts';
import { refuseOtherLog, refuseUnusedBrokers } from './mode/refuse-other-brokers.ts';
import type { Screen } from './terminal/screen.ts';
import { reportEnd } from './end/report-end.ts';
import { System } from './system/system.ts';
import { watchRun } from './progress/watch-run.ts';

export interface LaunchContext {
  readonly environment: NodeJS.ProcessEnv;
  /** What relative paths are relative to. */
  readonly workingDir: string;
  readonly screen: Screen;
  /** Fires on the first Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Fires on the second: nothing is waited for any more. */
  readonly forced: AbortSignal;
}

const sample = join(rootDir, 'samples', 'online-retail-2010-12-01.csv.gz');

/**
 * The whole life of `npm start`.
 *
 * @returns the exit code
 * @throws SpillwayError with a code of the start area for every refusal
 */
export async function launch(options: StartOptions, context: LaunchContext): Promise<number> {
  const startedAtMs = performance.now();
  const { environment, workingDir, screen } = context;
  const files = inputFiles(options.inputs.length > 0 ? options.inputs : [sample], workingDir);
  refuseUnusedBrokers({ ...options, given: Boolean(environment['SPILLWAY_KAFKA_BROKERS']) });
  const mode = modeOf(options, environment);
  if (mode.type === 'memory') screen.notice(memoryNotice(mode.missing));
  await requireGivenServices(environment);
  const folder = takeDataFolder(options.dataDir, { checkout: rootDir, working: workingDir });
  let keep = options.keep;
  try {
    if (mode.type === 'stack' && mode.startKafka) refuseOtherLog(folder.path, options.brokers);
    const plan = launchPlan({
      ...{
        mode,
        files,
        environment,
        rate: options.rate,
        portBase: options.portBase,
        brokers: options.brokers,
        paymentFaults: options.paymentFaults,
      },
      ...{ checkoutDir: rootDir, dataDir: folder.path },
    });
    await requireFreePorts(plan.ports);
    const exitCode = await runPlan(plan, options, { ...context, startedAtMs, folder, files });
    keep ||= exitCode !== 0 && !context.interrupted.aborted;
    return exitCode;
  } catch (error) {
    // What was written before a failure is what explains it.
    keep ||= existsSync(join(folder.path, 'logs'));
    throw error;
  } finally {
    folder.release({ keep });
    if (folder.isThrowAway && keep) screen.step(`The data is kept: ${folder.path}`);
  }
}

function modeOf(options: StartOptions, environment: NodeJS.ProcessEnv): Mode {
  const given = {
    brokers: Boolean(environment['SPILLWAY_KAFKA_BROKERS']),
    registry: Boolean(environment['SPILLWAY_REGISTRY_URL']),
  };
  return chooseMode(options.memory, given, { java: findJava(), maven: hasMaven(), jars: existsSync(stackDir) });
}

interface RunContext extends LaunchContext {
  readonly startedAtMs: number;
  readonly folder: DataFolder;
  readonly files: readonly string[];
}

async function runPlan(plan: LaunchPlan, options: StartOptions, context: RunContext): Promise<number> {
  const { screen, interrupted, forced, folder, files } = context;
  const runFile = new RunFile(folder.path, rootDir);
  const givenUp = new AbortController();
  const system = new System({
    ...{ plan, runFile, screen },
    maxFailedStarts: failedStartsAllowed(plan, options),
    onGivenUp: (error) => givenUp.abort(error),
  });
  forced.addEventListener('abort', () => system.kill(), { once: true });
  const signal = AbortSignal.any([interrupted, givenUp.signal]);
  try {
    await system.start(signal);
    screen.step(`Importing ${files.length === 1 ? (files[0] ?? '') : `${files.length} files`} …`);
    return await feed(plan, options, { ...context, signal });
  } catch (error) {
    if (givenUp.signal.aborted) throw givenUp.signal.reason;
    if (!interrupted.aborted) throw error;
    return options.once ? 1 : 0;
  } finally {
    if (interrupted.aborted) screen.step('\nStopping …');
    await system.stop();
    runFile.remove();
    if (folder.isThrowAway) keepRejects(plan.rejectsFile, rootDir, screen);
  }
}

function failedStartsAllowed({ canRestart }: LaunchPlan, { once }: StartOptions): number {
  if (!canRestart) return 0;
  return once ? 5 : Number.POSITIVE_INFINITY;
}

async function feed(
  plan: LaunchPlan,
  options: StartOptions,
  context: RunContext & { signal: AbortSignal },
): Promise<number> {
  const { screen, signal, startedAtMs } = context;
  const result = await watchRun({
    readStatus: () => readStatus(plan.urls),
    show: progressView(screen),
    timeoutMs: options.once ? options.timeoutMs : Number.POSITIVE_INFINITY,
    signal,
  });
  reportEnd(result, { screen, output: options.output, elapsedMs: performance.now() - startedAtMs });
  if (options.once) return result.type === 'drained' ? 0 : 3;
  screen.notice(readyText(plan, result.type === 'drained'));
  for (;;) await sleep(2 ** 30, undefined, { signal });
}
