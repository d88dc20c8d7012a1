import type { Fault } from '../faults/fault-injector.js';
import type { ArrivingEvent } from './arriving-event.js';
import { GroupRun } from './group-run.js';
import type { GroupWorld } from './group-world.js';

/** Something that happens in a run. */
export type Step = (world: GroupWorld) => Promise<void>;

/** How long and how often a fault strikes; without either it is healed after the last step. */
export type FaultSpan = Pick<Fault, 'skip' | 'times' | 'forMs'>;

/** Events come, while the group is at work. */
export function arrives(...events: readonly ArrivingEvent[]): Step {
  return async (world) => {
    await world.start();
    await world.arrive(events);
  };
}

/** Time passes: seconds, hours or days of it in milliseconds. */
export function timePasses(ms: number): Step {
  return async (world) => {
    await world.start();
    await world.advance(ms);
  };
}

/** Time passes until the group has done all there is. */
export function settles(): Step {
  return (world) => world.settle();
}

/** A process more: partitions move. */
export function memberJoins(): Step {
  return async (world) => {
    await world.start();
    await world.join();
  };
}

/** A process stops in order, with what runs finished within its grace. */
export function memberLeaves(index = 0): Step {
  return async (world) => {
    await world.start();
    await world.leave(index);
  };
}

/** A process is killed without last words, and another takes its place. */
export function memberCrashes(index = 0): Step {
  return async (world) => {
    await world.start();
    await world.crash(index);
    await world.join();
  };
}

/**
 * A process becomes a zombie: its partitions go to another, which joins, and it does not know. It hears of it with
 * `zombiesWake`, or after the last step.
 */
export function memberBecomesZombie(index = 0): Step {
  return async (world) => {
    await world.start();
    await world.cutOff(index);
    await world.join();
  };
}

export function zombiesWake(): Step {
  return async (world) => world.reconnect();
}

/** The broker refuses what is written to a topic. */
export function brokerRefuses(topic: string, span: FaultSpan = {}): Step {
  return fails({ at: 'append', name: topic, does: 'refuse', ...span });
}

/** The broker takes what is written to a topic, but its answers are lost: nobody knows whether it is there. */
export function answersAreLost(topic: string, span: FaultSpan = {}): Step {
  return fails({ at: 'append', name: topic, does: 'lose-answer', ...span });
}

/** Commits of positions fail. */
export function commitsFail(span: FaultSpan = {}): Step {
  return fails({ at: 'commit', does: 'refuse', ...span });
}

/**
 * The state store is away. `skip: n - 1, times: 1` is its nth transaction from now.
 *
 * @param does `refuse` before anything happened · `roll-back` at the commit · `lose-answer` after it
 */
export function stateFails(span: FaultSpan = {}, does: 'refuse' | 'roll-back' | 'lose-answer' = 'refuse'): Step {
  return fails({ at: 'transaction', does, ...span });
}

/** The schema registry is away when a value is decoded. */
export function registryIsAway(span: FaultSpan = {}): Step {
  return fails({ at: 'decode', does: 'refuse', ...span });
}

/** What handlers named as one of their `dependencies` refuses connections. */
export function dependencyIsAway(dependency: string, span: FaultSpan = {}): Step {
  return fails({ at: 'dependency', name: dependency, does: 'refuse', ...span });
}

/** Any fault. */
export function fails(fault: Fault): Step {
  return async (world) => void world.faults.add(fault);
}

/** Everything works from now on. */
export function heals(): Step {
  return async (world) => {
    world.faults.heal();
    world.journal.note('everything works again');
  };
}

/** Looks at the run as it is now, in the midst of it. */
export function meanwhile(look: (run: GroupRun) => void | Promise<void>): Step {
  return async (world) => look(await GroupRun.of(world, { isSettled: false }));
}
