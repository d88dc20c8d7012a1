import { SpillwayError } from '../errors/spillway-error.js';
import type { EventEnvelope } from '../event-envelope.js';
import type { EventHeaders } from './event-headers.js';
import { readEventHeaders } from './read-event-headers.js';

/**
 * The envelope of a record.
 *
 * @throws SpillwayError `SPW-3006` when id, source or type is missing or an attribute is malformed
 */
export function envelopeFromHeaders(headers: EventHeaders): EventEnvelope {
  const { attributes, issues } = readEventHeaders(headers);
  if (issues.length > 0) {
    const list = issues.map((issue) => `${issue.pointer} ${issue.detail}`).join(', ');
    throw new SpillwayError('SPW-3006', `The record's attributes are no envelope: ${list}`, { issues });
  }
  return attributes as EventEnvelope;
}
