import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import { metricsPage } from './metrics-page.ts';
import type { Generator } from './generator.ts';

/** The reference pages. Reads the built libs, so `npm run build` comes first. */
export const documentsGenerator: Generator = {
  name: 'documents',
  ownedFolders: [],
  generate: () => [
    { path: 'docs/reference/configuration.md', content: configurationPage() },
    { path: 'docs/reference/errors.md', content: errorsPage() },
    { path: 'docs/reference/metrics.md', content: metricsPage() },
  ],
};
