import { type Sighting, Oracle } from './oracle.ts';
import { printResult } from './print-result.ts';
import type { Measurement } from './scenario.ts';
import { taskOf } from './task-of.ts';
import { usageSince } from './usage-since.ts';

export interface DrainTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly groupId: string;
  readonly events: number;
  readonly keys: number;
}

export interface DrainResult {
  readonly measurement: Measurement;
  readonly sighting: Sighting;
}

/** The task a peer's process was given. */
export function drainTask(): DrainTask {
  return taskOf<DrainTask>();
}

/** Takes time and CPU from the moment the peer has its partitions to the last event. */
export class DrainMeter {
  readonly oracle: Oracle;
  readonly drained: Promise<void>;
  #usage = usageSince();
  #measurement: Measurement | undefined;
  #resolve!: () => void;

  readonly #task: DrainTask;

  constructor(task: DrainTask) {
    this.#task = task;
    this.oracle = new Oracle(task.keys);
    this.drained = new Promise((resolve) => (this.#resolve = resolve));
  }

  start(): void {
    this.#usage = usageSince();
  }

  /** To be called after each batch. */
  check(): void {
    if (this.#measurement !== undefined || this.oracle.events < this.#task.events) return;
    this.#measurement = this.#usage(this.oracle.events);
    this.#resolve();
  }

  result(): DrainResult {
    return { measurement: this.#measurement!, sighting: this.oracle.sighting() };
  }

  print(): void {
    printResult(this.result());
  }
}
