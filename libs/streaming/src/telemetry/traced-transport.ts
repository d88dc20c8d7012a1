import type { Tracing } from '../ports/tracing.js';
import type { Transport } from '../ports/transport.js';
import { listenerWith } from '../ports/with/listener-with.js';
import { sourceWith } from '../ports/with/source-with.js';
import { transportWith } from '../ports/with/transport-with.js';

/** The same connection, whose group members leave spans of what they fetch and commit while somebody records. */
export function tracedTransport(transport: Transport, tracing: Tracing): Transport {
  return transportWith(transport, {
    source: (options) => {
      const source = transport.source(options);
      const group = options.groupId;
      return sourceWith(source, {
        start: (listener) =>
          source.start(
            listenerWith(listener, {
              onBatch: (batch) => {
                if (tracing.isOn && batch.records.length > 0) tracing.poll({ group, batch });
                listener.onBatch(batch);
              },
            }),
          ),
        commit: (positions, commitOptions) =>
          tracing.isOn
            ? tracing.commit({ group, positions }, () => source.commit(positions, commitOptions))
            : source.commit(positions, commitOptions),
      });
    },
  });
}
