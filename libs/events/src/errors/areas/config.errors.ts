import { defineErrors } from '../error-definition.js';

/** SPW-20xx: configuration and usage. */
export const configErrors = defineErrors({
  'SPW-2004': {
    name: 'ConfigurationInvalid',
    title: 'The configuration has problems',
    cause: 'One or more SPILLWAY_ variables are missing, malformed or unknown; all of them are listed.',
    fix: 'Correct the listed variables (docs/reference/configuration.md describes each), or start everything with its own: npm start',
    retryable: false,
    status: 500,
  },
  'SPW-2010': {
    name: 'ProfileUnusable',
    title: 'The profile cannot be used',
    cause: 'The profile file does not say what such a file says, holds a secret, or has no profile of the chosen name.',
    fix: 'Correct the file (libs/cli/README.md shows one), or choose another: npx spillway profiles lists what there is.',
    retryable: false,
    status: 500,
  },
});
