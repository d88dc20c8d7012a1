import { type Sighting, Oracle } from './oracle.ts';
import type { Measurement } from './scenario.ts';

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
  return JSON.parse(process.argv[2] ?? '') as DrainTask;
}

/** Takes time and CPU from the moment the peer has its partitions to the last event. */
export class DrainMeter {
  readonly oracle: Oracle;
  readonly drained: Promise<void>;
  #startedMs = 0;
  #startedCpu = process.cpuUsage();
  #measurement: Measurement | undefined;
  #resolve!: () => void;

  readonly #task: DrainTask;

  constructor(task: DrainTask) {
    this.#task = task;
    this.oracle = new Oracle(task.keys);
    this.drained = new Promise((resolve) => (this.#resolve = resolve));
  }

  start(): void {
    this.#startedMs = performance.now();
    this.#startedCpu = process.cpuUsage();
  }

  /** To be called after each batch. */
  check(): void {
    if (this.#measurement !== undefined || this.oracle.events < this.#task.events) return;
    const { user, system } = process.cpuUsage(this.#startedCpu);
    this.#measurement = {
      events: this.oracle.events,
      elapsedMs: performance.now() - this.#startedMs,
      cpuMicros: user + system,
      peakRssBytes: process.resourceUsage().maxRSS * 1_024,
    };
    this.#resolve();
  }

  print(): void {
    const result: DrainResult = { measurement: this.#measurement!, sighting: this.oracle.sighting() };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
}
