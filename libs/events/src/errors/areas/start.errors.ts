import { defineErrors } from '../error-definition.js';

/** SPW-10xx: setting up and starting. */
export const startErrors = defineErrors({
  'SPW-1000': {
    name: 'NodeTooOld',
    title: 'This Node version is too old',
    cause: 'Nest 12 under ESM needs Node 24.9 or newer.',
    fix: 'On Linux run `npm ci --ignore-scripts`, which brings Node 24; elsewhere install Node 24.9 or newer.',
    retryable: false,
    status: 500,
  },
});
