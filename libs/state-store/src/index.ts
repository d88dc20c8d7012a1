export { initialiseFolder } from './folder/initialise-folder.js';
export { openStateStore, type StateStoreOptions } from './open-state-store.js';
export { pingPostgres, type PostgresAnswer } from './ping-postgres.js';
export type { KyselyStateStore } from './kysely-state-store.js';
export type { MigrationSet } from './migrations/migration-set.js';
export { stateConfigSchema } from './state-config.js';
