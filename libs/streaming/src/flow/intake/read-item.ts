import { SpillwayError, tombstoneType } from '@spillway/events';
import { classifyError } from '../../errors/classify-error.js';
import { RecordDelivery } from './record-delivery.js';
import type { HandlerTable } from './handler-table.js';
import type { Clock } from '../../ports/clock.js';
import type { DecodedEvent, EventCodec, ValueOrigin } from '../../ports/event-codec.js';
import type { LogRecord } from '../../ports/record.js';
import type { FollowUps } from '../../publishing/follow-ups.js';
import type { FlowItem } from '../item/flow-item.js';
import { schemaWaitUntilMs } from './schema-wait.js';

export interface ItemReading {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly codec: Pick<EventCodec, 'decode'>;
  readonly routes: HandlerTable;
  readonly followUps: FollowUps;
}

/** What a record turned out to be. After `deliver` the item has its delivery and its handler. */
export type ReadItem =
  | { readonly type: 'deliver' }
  | { readonly type: 'ignore' }
  | { readonly type: 'poison'; readonly error: unknown }
  /** It cannot be told now: the registry does not answer. */
  | { readonly type: 'suspend'; readonly error: unknown }
  /** The registry answers and does not know its schema yet. */
  | { readonly type: 'wait'; readonly untilMs: number; readonly error: unknown };

/** A record that no handler gets. */
export type UnhandledItem = Exclude<ReadItem, { readonly type: 'deliver' }>;

const deliver: ReadItem = Object.freeze({ type: 'deliver' });
const ignore: ReadItem = Object.freeze({ type: 'ignore' });
const tombstone: DecodedEvent = Object.freeze({
  schemaId: 0,
  type: tombstoneType,
  definition: undefined,
  payload: null,
});

/** Decodes a record and finds its handler. Answers at once when the codec does; never throws or rejects. */
export function readItem(item: FlowItem, reading: ItemReading): ReadItem | Promise<ReadItem> {
  const { value } = item.record;
  if (value === null) return routed(item, tombstone, reading);
  try {
    const decoded = reading.codec.decode(value, originOf(item));
    if (!(decoded instanceof Promise)) return routed(item, decoded, reading);
    return decoded.then(
      (event) => routed(item, event, reading),
      (error: unknown) => undecoded(item, error, reading),
    );
  } catch (error) {
    return undecoded(item, error, reading);
  }
}

/** A copy keeps the headers of its event; how it is read goes by where the event came from. */
function originOf({ record, copy }: FlowItem): ValueOrigin {
  return copy === undefined ? record : { topic: copy.origin.topic, headers: record.headers };
}

function undecoded(item: FlowItem, error: unknown, reading: ItemReading): ReadItem {
  const untilMs = schemaWaitUntilMs(item, error, reading.clock);
  if (untilMs !== undefined) return { type: 'wait', untilMs, error };
  return { type: classifyError(error).isDependency ? 'suspend' : 'poison', error };
}

function routed(item: FlowItem, decoded: DecodedEvent, { routes, followUps }: ItemReading): ReadItem {
  const { record, copy, stream } = item;
  const origin = copy?.origin ?? record;
  // Handlers know an event by its name today; what was written under an older one is read by today's contract, unless
  // the group says of the older one that it wants none of it.
  const written = routes.find(origin.topic, decoded.type);
  const route =
    written?.type === 'ignored' ? written : routes.find(origin.topic, decoded.definition?.type ?? decoded.type);
  if (route?.type === 'ignored') return ignore;
  if (route === undefined) return { type: 'poison', error: unhandled(record, decoded, origin.topic) };
  item.binding = route.binding;
  stream.assigned.took(record.offset);
  item.delivery = new RecordDelivery(record, {
    origin,
    topicId: item.originTopicId,
    decoded,
    definition: route.definition,
    attempt: (copy?.attempt ?? 0) + 1,
    redelivered: record.offset < stream.assigned.repeatsBelow,
    hops: copy?.hops ?? 0,
    followUps,
  });
  return deliver;
}

function unhandled({ value }: LogRecord, { type }: DecodedEvent, topic: string): SpillwayError {
  if (value === null) return new SpillwayError('SPW-5002', 'The record has no value');
  return new SpillwayError('SPW-5001', `No handler for ${type} on ${topic}`);
}
