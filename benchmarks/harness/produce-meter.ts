import type { Measurement } from './scenario.ts';

export interface ProduceTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly events: number;
  readonly keys: number;
}

/** The most events that are sent and not yet acknowledged, whatever the peer. */
export const maxUnacked = 1_000;

/** The task a peer's process was given. */
export function produceTask(): ProduceTask {
  return JSON.parse(process.argv[2] ?? '') as ProduceTask;
}

/** Takes time and CPU from the first event to the last ack, and prints them. */
export async function measureProducing(events: number, produce: () => Promise<void>): Promise<void> {
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  await produce();
  const { user, system } = process.cpuUsage(startedCpu);
  const measurement: Measurement = {
    events,
    elapsedMs: performance.now() - startedMs,
    cpuMicros: user + system,
    peakRssBytes: process.resourceUsage().maxRSS * 1_024,
  };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}

/** Calls `send` for each event, one by one, without waiting for it, as long as no more than `maxUnacked` are open. */
export function sendOneByOne(events: number, send: (serial: number) => Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    let next = 0;
    let unacked = 0;
    const acked = (): void => {
      unacked--;
      if (next < events) fill();
      else if (unacked === 0) resolve();
    };
    const fill = (): void => {
      while (next < events && unacked < maxUnacked) {
        unacked++;
        send(next++).then(acked, reject);
      }
    };
    fill();
  });
}
