import { afterAll, beforeAll } from '@jest/globals';
import { stateStoreContract } from '@spillway/testing';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../../../test/support/postgres.js';
import { openStateStore } from './open-state-store.js';

describeWithPostgres('on a server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 90_000);
  afterAll(() => server.stop());

  stateStoreContract('PostgreSQL', () => openStateStore({ postgresUrl: server.url }));
});
