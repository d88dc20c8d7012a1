import { readEventHeaders, SpillwayError } from '@spillway/events';
import type { DecodedEvent, EventCodec } from '../ports/event-codec.js';
import type { LogRecord } from '../ports/record.js';
import { classifyError } from './classify-error.js';
import { DeliverWork } from './deliver-work.js';
import { identityOf, RecordDelivery } from './record-delivery.js';
import type { RouteTable } from './route-table.js';
import type { WorkItem } from './work-item.js';

interface Reading {
  readonly codec: Pick<EventCodec, 'decode'>;
  readonly routes: RouteTable;
  /** Whether the record was given to a handler before. */
  readonly wasAttempted: (record: LogRecord) => boolean;
}

/**
 * Decodes a record and decides what is to be done with it. Answers at once when the codec does.
 *
 * @throws what the codec throws when it cannot be asked now (`SPW-3003`): waiting helps
 */
export function readWorkItem(record: LogRecord, reading: Reading): WorkItem | Promise<WorkItem> {
  if (record.value === null) {
    return { type: 'dead-letter', record, cause: new SpillwayError('SPW-5002', 'The record has no value') };
  }
  try {
    const decoded = reading.codec.decode(record.value);
    if (!(decoded instanceof Promise)) return routed(record, decoded, reading);
    return decoded.then(
      (event) => routed(record, event, reading),
      (error: unknown) => poison(record, error),
    );
  } catch (error) {
    return poison(record, error);
  }
}

function poison(record: LogRecord, error: unknown): WorkItem {
  if (classifyError(error).isDependency) throw error;
  return { type: 'dead-letter', record, cause: error };
}

function routed(record: LogRecord, decoded: DecodedEvent, { routes, wasAttempted }: Reading): WorkItem {
  const route = routes.find(record.topic, decoded.type);
  if (route?.type === 'handled') {
    const read = { decoded, definition: route.definition, redelivered: wasAttempted(record) };
    return new DeliverWork(new RecordDelivery(record, read), route.binding);
  }
  const identity = identityOf(readEventHeaders(record.headers).attributes);
  if (route?.type === 'ignored') return { type: 'ignore', record, identity };
  const cause = new SpillwayError('SPW-5001', `No handler for ${decoded.type} on ${record.topic}`);
  return { type: 'dead-letter', record, identity, cause };
}
