import { SpillwayError } from '@spillway/events';
import {
  sourceWith,
  transportWith,
  type RecordSource,
  type RecordSourceListener,
  type Transport,
} from '@spillway/streaming';

export interface CuttableTransport extends Transport {
  /**
   * The coordinator hears no more of this member and gives its partitions to others, but nobody tells the member: a
   * zombie, which goes on with what it has fetched. It can still append; its commits are refused.
   */
  cutOff(): Promise<void>;
  /** It learns that it was given up, and joins anew. */
  reconnect(): void;
}

/** The connection of one member that can become a zombie, as after a pause beyond the session's time-out. */
export function cuttableTransport(transport: Transport): CuttableTransport {
  const sources = new Map<RecordSource, RecordSourceListener>();
  const changed = transportWith(transport, {
    source: (options) => {
      const source = transport.source(options);
      return sourceWith(source, {
        start: (listener) => {
          sources.set(source, listener);
          return source.start(listener);
        },
        stop: () => {
          sources.delete(source);
          return source.stop();
        },
      });
    },
  });
  return {
    ...changed,
    cutOff: async () => {
      await Promise.all([...sources.keys()].map((source) => source.stop()));
    },
    reconnect: () => {
      const error = new SpillwayError('SPW-5008', 'The coordinator has given this member up');
      for (const listener of [...sources.values()]) listener.onError(error, true);
    },
  };
}
