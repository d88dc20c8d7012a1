import type { ArrivingEvent } from './arriving-event.js';
import { GroupRun } from './group-run.js';
import { GroupWorld } from './group-world.js';
import type { Step } from './steps.js';
import type { TestGroupOptions } from './test-group-options.js';

export interface WhenOptions {
  /** Whether the run fails by itself when a promise is broken. Default true. */
  readonly checks?: boolean;
  /** Whether a fault may strike nothing; otherwise the run fails, since it has not shown what it meant to. Default false. */
  readonly allowsUnusedFaults?: boolean;
}

export interface Given {
  /**
   * Starts the group and lets the steps happen one after the other; then lasting faults are healed, what is paused goes on, and time passes
   * until the group has come to rest and stopped. The promise that it answers is the run: look at it in `then`.
   *
   * @throws Error with the journal of the run when the group does not come to rest or a promise is broken
   */
  when(...steps: readonly Step[]): Promise<GroupRun>;
}

export interface TestGroup {
  /** Events that lie in the log before the group starts. */
  given(...events: readonly ArrivingEvent[]): Given;
}

/**
 * A group of yours with its handlers, on a log in memory, with time under control: what a day of retries, a crash or an
 * outage does is seen in milliseconds. The engine is the real one. Each `when` is a run of its own, with a new log.
 *
 * @example
 * await testGroup({ group, handlers: [on(OrderPlaced, capture)], events: [OrderPlaced, PaymentCaptured] })
 *   .given(event(OrderPlaced, { orderId: 'o-1' }))
 *   .when(dependencyIsAway('gateway', { forMs: 60_000 }))
 *   .then((run) => run.expectPublished(PaymentCaptured, [{ orderId: 'o-1' }]));
 */
export function testGroup(
  options: TestGroupOptions,
  { checks = true, allowsUnusedFaults = false }: WhenOptions = {},
): TestGroup {
  return {
    given: (...events) => ({
      when: async (...steps) => {
        const run = await runSteps(options, events, steps);
        if (!allowsUnusedFaults) run.expectFaultsUsed();
        if (checks) run.expectPromisesKept();
        return run;
      },
    }),
  };
}

async function runSteps(
  options: TestGroupOptions,
  events: readonly ArrivingEvent[],
  steps: readonly Step[],
): Promise<GroupRun> {
  const world = await GroupWorld.open(options);
  await world.arrive(events);
  try {
    for (const step of steps) await step(world);
    world.faults.heal({ isLasting: true });
    world.reconnect();
    world.pause(false);
    await world.settle();
  } finally {
    await world.close();
  }
  return GroupRun.of(world, { isSettled: true });
}
