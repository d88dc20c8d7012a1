import { describe, expect, it } from '@jest/globals';
import { Kysely, PGliteDialect, sql, type PGlite } from 'kysely';
import { guardBegin } from './guard-begin.js';

/** As PGlite behaves once it was closed underneath: every call rejects. */
const closed: PGlite = {
  ready: true,
  closed: false,
  waitReady: Promise.resolve(),
  close: () => Promise.resolve(),
  query: () => Promise.reject(new Error('PGlite is closed')),
  transaction: () => Promise.reject(new Error('PGlite is closed')),
};

describe('guardBegin', () => {
  it('lets a transaction that cannot begin fail instead of waiting for ever', async () => {
    const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: guardBegin(closed) }) });
    const work = db.transaction().execute((tx) => sql`SELECT 1`.execute(tx));
    await expect(work).rejects.toThrow('PGlite is closed');
    await expect(db.transaction().execute(() => Promise.resolve())).rejects.toThrow('PGlite is closed');
  });
});
