import {
  listenerWith,
  sinkWith,
  sourceWith,
  transportWith,
  type CommittedPosition,
  type LogRecord,
  type OutgoingRecord,
  type RecordSource,
  type Transport,
  type WrittenRecord,
} from '@spillway/streaming';

/** What a member may do wrong, so that a proof shows that it would be found. */
export type PlantedBug =
  | 'moves-retries'
  | 'loses-keys'
  | 'retries-early'
  | 'commits-too-early'
  | 'commits-backwards'
  /** These are about single events: see `plantedAt`. */
  | 'loses-a-record'
  | 'drops-a-dead-letter'
  | 'changes-a-dead-letter'
  /** These are of the member itself: its handler, its limits, its group. */
  | 'handles-twice'
  | 'ends-twice'
  | 'commits-rarely'
  | 'keeps-no-order';

/** Of which event, by its number. */
export const plantedAt = {
  'loses-a-record': 30,
  'handles-twice': 31,
  'ends-twice': 32,
  'drops-a-dead-letter': 19,
  'changes-a-dead-letter': 39,
} as const;

const earlyMs = 60_000;

/** The transport with the bugs in it; as it is without one. */
export function withBugs(transport: Transport, bugs: readonly PlantedBug[], topic: string): Transport {
  return bugs.reduce((buggy, bug) => withBug(buggy, bug, topic), transport);
}

function withBug(transport: Transport, bug: PlantedBug, topic: string): Transport {
  const isRetry = (record: OutgoingRecord): boolean => record.topic.includes('.retry.');
  const isLetterOf = (record: OutgoingRecord, number: number): boolean =>
    record.topic.endsWith('.dlq') && isOf(record, number);
  switch (bug) {
    case 'moves-retries':
      return appending(transport, (record, append) =>
        // There are more partitions than one.
        append(isRetry(record) ? { ...record, partition: record.partition === 0 ? 1 : 0 } : record),
      );
    case 'loses-keys':
      return appending(transport, (record, append) => append(isRetry(record) ? { ...record, key: null } : record));
    case 'retries-early':
      // Its broker's clock is ahead: what waits is due too soon.
      return appending(transport, async (record, append) => {
        const written = await append(record);
        return isRetry(record) ? { ...written, appendedAtMs: (written.appendedAtMs ?? Date.now()) + earlyMs } : written;
      });
    case 'drops-a-dead-letter':
      return appending(transport, async (record, append) => {
        if (!isLetterOf(record, plantedAt[bug])) return append(record);
        return { topic: record.topic, partition: record.partition!, offset: 0n };
      });
    case 'changes-a-dead-letter':
      return appending(transport, (record, append) =>
        append(isLetterOf(record, plantedAt[bug]) ? { ...record, value: Buffer.from('changed') } : record),
      );
    case 'loses-a-record':
      return receiving(transport, (record) => record.topic !== topic || !isOf(record, plantedAt[bug]));
    case 'commits-too-early':
      return committing(transport, topic, (commit, positions, options) => commit(positions.map(early), options));
    case 'commits-backwards':
      return committing(transport, topic, async (commit, positions, options) => {
        await commit(positions, options);
        await commit(positions.map(late), { mayLower: true });
      });
    case 'handles-twice':
    case 'ends-twice':
    case 'commits-rarely':
    case 'keeps-no-order':
      return transport;
    default:
      return bug satisfies never;
  }
}

function isOf({ headers }: Pick<LogRecord | OutgoingRecord, 'headers'>, number: number): boolean {
  return String(headers?.['ce_id']) === `event-${number}`;
}

type Append = (record: OutgoingRecord) => Promise<WrittenRecord>;

function appending(
  transport: Transport,
  change: (record: OutgoingRecord, append: Append) => Promise<WrittenRecord>,
): Transport {
  const inner = transport.sink();
  const sink = sinkWith(inner, { append: (record) => change(record, (changed) => inner.append(changed)) });
  return transportWith(transport, { sink: () => sink });
}

/** What it does not keep is taken for a hole in the log, as compaction leaves it. */
function receiving(transport: Transport, isKept: (record: LogRecord) => boolean): Transport {
  return transportWith(transport, {
    source: (options) => {
      const source = transport.source(options);
      return sourceWith(source, {
        start: (listener) =>
          source.start(
            listenerWith(listener, {
              onBatch: (batch) => listener.onBatch({ ...batch, records: batch.records.filter(isKept) }),
            }),
          ),
      });
    },
  });
}

type Commit = RecordSource['commit'];

/** Commits otherwise what is of the group's own topic. */
function committing(
  transport: Transport,
  topic: string,
  change: (commit: Commit, ...its: Parameters<Commit>) => Promise<void>,
): Transport {
  return transportWith(transport, {
    source: (options) => {
      const source = transport.source(options);
      const commit: Commit = (...its) => source.commit(...its);
      return sourceWith(source, {
        commit: async (positions, commitOptions) => {
          const { own = [], others = [] } = Object.groupBy(positions, (position) =>
            position.topic === topic ? 'own' : 'others',
          );
          // At once, as the source does: a commit made while the group rebalances is in time then.
          await Promise.all([source.commit(others, commitOptions), change(commit, own, commitOptions)]);
        },
      });
    },
  });
}

function early(position: CommittedPosition): CommittedPosition {
  return { ...position, offset: position.offset + 1n };
}

function late(position: CommittedPosition): CommittedPosition {
  return { ...position, offset: position.offset > 1n ? position.offset - 1n : position.offset };
}
