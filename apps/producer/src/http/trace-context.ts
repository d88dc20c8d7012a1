import type { IncomingHttpHeaders } from 'node:http';
import type { RequestContext } from './ingest/event-ingest.js';
import { isTraceparent } from './cloud-events/is-traceparent.js';

/** The trace that the request belongs to; events without one of their own join it. */
export function traceContext({ traceparent }: IncomingHttpHeaders): RequestContext {
  return typeof traceparent === 'string' && isTraceparent(traceparent) ? { traceparent } : {};
}
