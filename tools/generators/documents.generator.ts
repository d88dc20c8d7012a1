import type { Generator } from '@spillway/contracts';
import { configurationPage } from './configuration-page.ts';
import { contractRulesPage } from './contract-rules-page.ts';
import { errorsPage } from './errors-page.ts';
import { metricsPage } from './metrics-page.ts';

/** The reference pages. Reads the built libs, so `npm run build` comes first. */
export const documentsGenerator: Generator = {
  name: 'documents',
  ownedFolders: [],
  generate: () => [
    { path: 'docs/reference/configuration.md', content: configurationPage() },
    { path: 'docs/reference/contract-rules.md', content: contractRulesPage() },
    { path: 'docs/reference/errors.md', content: errorsPage() },
    { path: 'docs/reference/metrics.md', content: metricsPage() },
  ],
};
