import type { GroupDefinition } from '../group/group-definition.js';
import type { Clock } from '../ports/clock.js';
import type { EventCodec } from '../ports/event-codec.js';
import type { Logger } from '../ports/logger.js';
import type { Metrics } from '../ports/metrics.js';
import type { LogRecord, PartitionBatch, TopicPartition } from '../ports/record.js';
import type { RecordSink } from '../ports/record-sink.js';
import type { StateStore } from '../ports/state-store.js';
import type { KnownPosition } from '../runtime/record-consumer-options.js';
import type { RecordProcessor } from '../runtime/record-processor.js';
import type { HandlerBinding } from './handler-binding.js';
import { inboxPositions } from './inbox-positions.js';
import { isolateFailures, type InPlaceRetry } from './isolate-failures.js';
import { readWorkItem } from './read-work-item.js';
import { RouteTable } from './route-table.js';
import { settleWithState } from './settle-with-state.js';
import { settleWithoutState } from './settle-without-state.js';
import { RoundMemory } from './round-memory.js';
import type { WorkItem } from './work-item.js';

export interface GroupProcessorOptions {
  readonly group: GroupDefinition;
  readonly handlers: readonly HandlerBinding[];
  readonly codec: Pick<EventCodec, 'decode'>;
  /** With it, handlers write in the transaction that also holds what is done: exactly once. Without: at least once. */
  readonly state?: StateStore;
  /** Where dead letters go. */
  readonly sink: RecordSink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly inPlaceRetry?: Partial<InPlaceRetry>;
}

export interface GroupProcessor {
  readonly process: RecordProcessor;
  /** For a group with state: where the inbox says reading goes on. */
  readonly startPositions?: (partitions: readonly TopicPartition[]) => Promise<readonly KnownPosition[]>;
}

const defaultInPlaceRetry: InPlaceRetry = { retries: 3, initialMs: 100, maxMs: 2_000 };

/**
 * Everything between the records of a round and their end: decode → route → transaction (skip what is done, admit each
 * event once, handlers in order, park, note what is done). See the composition below; each part is one file.
 *
 * @throws SpillwayError `SPW-5004` when handlers and group do not fit
 */
export function createGroupProcessor(options: GroupProcessorOptions): GroupProcessor {
  const { group, handlers, codec, state, sink, clock, logger, metrics } = options;
  const routes = new RouteTable(group, handlers);
  const attempted = new RoundMemory();
  const settled = new RoundMemory();
  const reading = { codec, routes, wasAttempted: (record: LogRecord) => attempted.has(record) };
  const settle = isolateFailures(state === undefined ? settleWithoutState(settled) : settleWithState(state), {
    ...defaultInPlaceRetry,
    ...options.inPlaceRetry,
  });

  const process: RecordProcessor = async (round, signal) => {
    const items = await readItems(round, (record) => readWorkItem(record, reading));
    const parking = { groupId: group.name, sink, clock, logger, metrics };
    try {
      await settle(items, { ...parking, group, round, signal, onAttempt: (records) => attempted.add(records) });
    } catch (error) {
      attempted.keep();
      settled.keep();
      throw error;
    }
    attempted.forget();
    settled.forget();
  };
  return state === undefined ? { process } : { process, startPositions: inboxPositions(group, state.inbox) };
}

async function readItems(
  round: readonly PartitionBatch[],
  read: (record: LogRecord) => WorkItem | Promise<WorkItem>,
): Promise<WorkItem[]> {
  const items: WorkItem[] = [];
  for (const { records } of round) {
    for (const record of records) {
      const item = read(record);
      items.push(item instanceof Promise ? await item : item);
    }
  }
  return items;
}
