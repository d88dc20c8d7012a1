import { auditManifest } from '@spillway/audit-app';
import { consumerManifest } from '@spillway/consumer-app';
import type { Generator } from '@spillway/contracts';
import { producerManifest } from '@spillway/producer-app';

/** What each app says of itself, from its decorators. Reads the built apps, so `npm run build` comes first. */
export const manifestsGenerator: Generator = {
  name: 'manifests',
  ownedFolders: [],
  generate: () =>
    [producerManifest(), consumerManifest(), auditManifest()].map((manifest) => ({
      path: `apps/${manifest.app}/spillway.manifest.json`,
      content: `${JSON.stringify(manifest, null, 2)}\n`,
    })),
};
