import { knownEvents } from '@spillway/events';
import { appManifest } from '@spillway/nest';
import type { AppManifest } from '@spillway/streaming';

/** It has no groups: it writes. */
export function producerManifest(): AppManifest {
  return appManifest({ app: 'producer', knownEvents });
}
