import { SpillwayError } from '@spillway/events';
import type { RecordSource, RecordSourceListener, Transport } from '@spillway/streaming';

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
  return {
    name: transport.name,
    connect: () => transport.connect(),
    admin: () => transport.admin(),
    close: async () => {},
    sink: () => ({
      append: async (record) => {
        assertAlive();
        const position = await sink.append(record);
        assertAlive();
        return position;
      },
      flush: () => sink.flush(),
      close: async () => {},
    }),
    source: (options) => {
      const source = transport.source(options);
      sources.push(source);
      return {
        start: (listener) => source.start(deafened(listener, () => isDead)),
        pause: (partition) => source.pause(partition),
        resume: (partition) => source.resume(partition),
        seek: (position) => source.seek(position),
        commit: async (positions) => {
          assertAlive();
          await source.commit(positions);
        },
        stop: () => source.stop(),
      };
    },
    kill: async () => {
      isDead = true;
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}

function deafened(listener: RecordSourceListener, isDead: () => boolean): RecordSourceListener {
  return {
    onAssigned: async (partitions) => (isDead() ? [] : listener.onAssigned(partitions)),
    onRevoking: async (partitions) => (isDead() ? undefined : listener.onRevoking(partitions)),
    onBatch: (batch) => (isDead() ? undefined : listener.onBatch(batch)),
    onError: (error, fatal) => (isDead() ? undefined : listener.onError(error, fatal)),
  };
}
