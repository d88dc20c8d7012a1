import type { AppManifest } from '@spillway/streaming';
import type { GroupReads } from './lag-on-broker.js';

/** Every group of the manifests, with the topics that it reads. */
export function groupReads(manifests: readonly AppManifest[]): readonly GroupReads[] {
  return manifests.flatMap(({ groups }) =>
    groups.map(({ group, topics }) => ({
      group,
      topics: [...new Set(topics.flatMap(({ topic, retryTopics }) => [topic, ...retryTopics]))],
    })),
  );
}
