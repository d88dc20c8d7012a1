import { SpillwayError } from '@spillway/events';
import {
  listenerWith,
  sinkWith,
  sourceWith,
  transportWith,
  type RecordSource,
  type RecordSourceListener,
  type Transport,
} from '@spillway/streaming';

export interface KillableTransport extends Transport {
  /** From now on nothing gets in or out, as after SIGKILL: no batch, no commit, no append, no last words. */
  kill(): Promise<void>;
}

/** The connection of one process that can be killed while others go on with the same log. */
export function killableTransport(transport: Transport): KillableTransport {
  const sources: RecordSource[] = [];
  let isDead = false;
  const assertAlive = (): void => {
    if (isDead) throw new SpillwayError('SPW-1101', 'This process was killed');
  };
  const sink = transport.sink();
  const changed = transportWith(transport, {
    close: async () => {},
    sink: () =>
      sinkWith(sink, {
        append: async (record) => {
          assertAlive();
          const position = await sink.append(record);
          assertAlive();
          return position;
        },
        close: async () => {},
      }),
    source: (options) => {
      const source = transport.source(options);
      sources.push(source);
      return sourceWith(source, {
        start: (listener) => source.start(silencedListener(listener, () => isDead)),
        commit: async (positions, commitOptions) => {
          assertAlive();
          await source.commit(positions, commitOptions);
        },
      });
    },
  });
  return {
    ...changed,
    kill: async () => {
      isDead = true;
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}

function silencedListener(listener: RecordSourceListener, isDead: () => boolean): RecordSourceListener {
  return listenerWith(listener, {
    onAssigned: async (partitions) => (isDead() ? [] : listener.onAssigned(partitions)),
    onRevoking: async (partitions) => (isDead() ? undefined : listener.onRevoking(partitions)),
    onBatch: (batch) => (isDead() ? undefined : listener.onBatch(batch)),
    onError: (error, fatal) => (isDead() ? undefined : listener.onError(error, fatal)),
    onRecovered: () => (isDead() ? undefined : listener.onRecovered?.()),
  });
}
