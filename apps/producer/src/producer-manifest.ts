import { knownEvents, ordersTopic, publicEvents, retailTopics } from '@spillway/events';
import { appManifest } from '@spillway/nest';
import type { AppManifest } from '@spillway/streaming';

/** It has no groups: it writes. */
export function producerManifest(): AppManifest {
  return appManifest({
    app: 'producer',
    knownEvents,
    topics: retailTopics.filter(({ name }) => name === ordersTopic),
    publishes: publicEvents,
  });
}
