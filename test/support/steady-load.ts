import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordPosition, RecordSink } from '@spillway/streaming';

export interface SteadyLoad {
  /** Records acknowledged so far. */
  readonly acked: () => number;
  /** Ends the load; resolves when everything sent is acknowledged, with the number of records per key. */
  stop(): Promise<ReadonlyMap<string, number>>;
}

const tickMs = 20;

/** Appends numbered records (value = number within the key) at a steady rate, until stopped. */
export function steadyLoad(
  sink: RecordSink,
  options: { readonly topic: string; readonly keys: number; readonly perSecond: number },
): SteadyLoad {
  const perKey = new Map<string, number>();
  const acks: Promise<RecordPosition>[] = [];
  let acked = 0;
  const stopped = new AbortController();
  const running = (async () => {
    const startedMs = performance.now();
    while (!stopped.signal.aborted) {
      const due = Math.floor(((performance.now() - startedMs) / 1_000) * options.perSecond);
      while (acks.length < due) {
        const key = `key-${acks.length % options.keys}`;
        const number = perKey.get(key) ?? 0;
        perKey.set(key, number + 1);
        const value = Buffer.from(String(number));
        const ack = sink.append({ topic: options.topic, key: Buffer.from(key), value, headers: {} });
        acks.push(ack.finally(() => acked++));
      }
      await sleep(tickMs);
    }
    await Promise.all(acks);
  })();
  return {
    acked: () => acked,
    stop: async () => {
      stopped.abort();
      await running;
      return perKey;
    },
  };
}
