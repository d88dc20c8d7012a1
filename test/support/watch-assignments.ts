import { listenerWith, sinkWith, sourceWith, transportWith, type LogRecord, type Transport } from '@spillway/streaming';

export interface AssignmentWatch {
  /** The partitions of a member go: it hears of it after this, if at all. */
  left(): void;
  /** Told by the broker that it has it. */
  written(record: Pick<LogRecord, 'value'> & { readonly topic: string }): void;
}

/** The same connection, watched for what the member on it has in flight when its partitions go. */
export function watchAssignments(transport: Transport, { left, written }: AssignmentWatch): Transport {
  const sink = transport.sink();
  return transportWith(transport, {
    sink: () =>
      sinkWith(sink, {
        append: async (record) => {
          const position = await sink.append(record);
          written(record);
          return position;
        },
      }),
    source: (options) => {
      const source = transport.source(options);
      return sourceWith(source, {
        start: (listener) => {
          const onRevoking: typeof listener.onRevoking = (partitions) => {
            left();
            return listener.onRevoking(partitions);
          };
          return source.start(listenerWith(listener, { onRevoking }));
        },
        stop: () => {
          left();
          return source.stop();
        },
      });
    },
  });
}
