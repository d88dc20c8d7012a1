import { describeError, type Clock, type Logger } from '@spillway/streaming';

export interface CloseStep {
  readonly name: string;
  readonly run: () => Promise<void> | void;
}

export interface CloseOptions {
  /** For all steps together; a step that is not done by then is left behind. */
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A step that did not end well. */
export interface FailedStep {
  readonly name: string;
  readonly reason: string;
}

/** The least time a step gets even when earlier ones used up the deadline. */
const minStepMs = 500;

/**
 * Runs the steps one after the other. A step that fails or hangs is logged and does not keep the next from running:
 * what comes later (commit, flush, release a lock) matters as much.
 *
 * @returns the steps that did not end well
 */
export async function closeInOrder(steps: readonly CloseStep[], options: CloseOptions): Promise<readonly FailedStep[]> {
  const { clock, logger } = options;
  const endMs = clock.steadyMs() + options.deadlineMs;
  const failed: FailedStep[] = [];
  for (const step of steps) {
    const startedMs = clock.steadyMs();
    const outcome = await runStep(step, Math.max(endMs - startedMs, minStepMs), clock);
    const fields = { step: step.name, tookMs: Math.round(clock.steadyMs() - startedMs) };
    if (outcome.type === 'done') {
      logger.debug(fields, 'Closing: step done');
      continue;
    }
    const { name } = step;
    if (outcome.type === 'late') {
      failed.push({ name, reason: 'not done within the deadline' });
      logger.error(fields, 'Closing: step not done within the deadline, left behind');
    } else {
      failed.push({ name, reason: describeError(outcome.error) });
      logger.error({ ...fields, err: outcome.error }, 'Closing: step failed');
    }
  }
  return failed;
}

type StepOutcome = { type: 'done' } | { type: 'late' } | { type: 'failed'; error: unknown };

async function runStep(step: CloseStep, limitMs: number, clock: Clock): Promise<StepOutcome> {
  const timer = new AbortController();
  const work = (async (): Promise<StepOutcome> => {
    await step.run();
    return { type: 'done' };
  })().catch((error: unknown): StepOutcome => ({ type: 'failed', error }));
  const late = clock.sleep(limitMs, timer.signal).then((): StepOutcome => ({ type: 'late' }));
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
