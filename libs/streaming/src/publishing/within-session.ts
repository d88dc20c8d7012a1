import { SpillwayError } from '@spillway/events';
import type { RecordSource } from '../ports/record-source.js';
import type { Transport } from '../ports/transport.js';

/**
 * The transport of one member: its sink refuses to write when the session of its source is over, since the partitions
 * that the record comes from may be another member's by now. Whoever wakes from a halt so writes nothing more of what it had
 * begun; whether it is still a member the next heartbeat tells. What had left for the log before may still get there.
 */
export function withinSession(transport: Transport): Transport {
  let current: RecordSource | undefined;
  return {
    name: transport.name,
    connect: () => transport.connect(),
    admin: () => transport.admin(),
    reader: () => transport.reader(),
    close: () => transport.close(),
    source: (options) => (current = transport.source(options)),
    sink: () => ({
      append: (record) => {
        if (current?.isSessionOver?.() !== true) return transport.sink().append(record);
        const detail = `${record.topic} is not written to: the session of this member is over`;
        return Promise.reject(new SpillwayError('SPW-1110', detail));
      },
      flush: () => transport.sink().flush(),
      close: () => transport.sink().close(),
    }),
  };
}
