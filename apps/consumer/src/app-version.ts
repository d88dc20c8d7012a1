import { createRequire } from 'node:module';

/** What runs here, for dead letters and the delivery ledger. */
export const appVersion: string = (createRequire(import.meta.url)('../package.json') as { version: string }).version;
