import { sinkWith, sourceWith, transportWith, type CommittedPosition, type Transport } from '@spillway/streaming';

/** What a member may do wrong, so that a proof shows that it would be found. */
export type PlantedBug = 'moves-retries' | 'loses-keys' | 'retries-early' | 'commits-too-early' | 'commits-backwards';

const earlyMs = 60_000;

/** The transport with the bug in it; as it is without one. */
export function withBug(transport: Transport, bug: PlantedBug | undefined, partitions: number): Transport {
  const inner = transport.sink();
  const isRetry = ({ topic }: { readonly topic: string }): boolean => topic.includes('.retry.');
  switch (bug) {
    case undefined:
      return transport;
    case 'moves-retries':
    case 'loses-keys': {
      const sink = sinkWith(inner, {
        append: (record) => {
          if (!isRetry(record)) return inner.append(record);
          if (bug === 'loses-keys') return inner.append({ ...record, key: null });
          return inner.append({ ...record, partition: (record.partition! + 1) % partitions });
        },
      });
      return transportWith(transport, { sink: () => sink });
    }
    case 'retries-early': {
      // Its broker's clock is ahead: what waits is due too soon.
      const sink = sinkWith(inner, {
        append: async (record) => {
          const written = await inner.append(record);
          return { ...written, appendedAtMs: (written.appendedAtMs ?? Date.now()) + earlyMs };
        },
      });
      return transportWith(transport, { sink: () => sink });
    }
    case 'commits-too-early':
      return committing(transport, ({ offset }) => offset + 1n);
    case 'commits-backwards':
      return committing(transport, ({ offset }) => (offset > 1n ? offset - 1n : offset));
    default:
      return bug satisfies never;
  }
}

/** After each commit another one, of another offset in the group's topic. */
function committing(transport: Transport, otherOffset: (position: CommittedPosition) => bigint): Transport {
  return transportWith(transport, {
    source: (options) => {
      const source = transport.source(options);
      return sourceWith(source, {
        commit: async (positions, commitOptions) => {
          await source.commit(positions, commitOptions);
          const others = positions.filter(({ topic }) => topic === options.topics[0]);
          const moved = others.map((position) => ({ ...position, offset: otherOffset(position) }));
          await source.commit(moved, { mayLower: true });
        },
      });
    },
  });
}
