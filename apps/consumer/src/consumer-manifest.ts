import { knownEvents } from '@spillway/events';
import { appManifest } from '@spillway/nest';
import type { AppManifest } from '@spillway/streaming';
import { consumerHandlers } from './consumer-handlers.js';

/** @throws SpillwayError `SPW-5004` when handlers do not fit */
export function consumerManifest(): AppManifest {
  return appManifest({ app: 'consumer', handlers: consumerHandlers, knownEvents });
}
