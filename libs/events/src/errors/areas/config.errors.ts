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
});
