import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStateStore, type KyselyStateStore } from '@spillway/state-store';
import { AcceptedEventsStore, type Reservation } from './accepted-events.store.js';
import { producerMigrations, type ProducerDatabase } from './accepted-events.table.js';

const december = { importId: 'december', position: '/data/2010-12.csv:2' };

function reservation(id: string, overrides: Partial<Reservation> = {}): Reservation {
  return { source: '/test', id, type: 'retail.orders.OrderPlaced', contentHash: `hash of ${id}`, ...overrides };
}

function settlement(id: string, offset: bigint, importOrigin?: Reservation['importOrigin']) {
  return { source: '/test', id, importOrigin, position: { topic: 'retail.orders', partition: 3, offset } };
}

describe('AcceptedEventsStore', () => {
  let state: KyselyStateStore<ProducerDatabase>;
  let store: AcceptedEventsStore;
  beforeAll(async () => {
    state = await openStateStore<ProducerDatabase>({ migrations: producerMigrations });
    store = new AcceptedEventsStore(state.db);
  }, 60_000);
  beforeEach(() => state.db.deleteFrom('accepted_events').execute());
  afterAll(() => state.close());

  it('answers each identity with what was known before it', async () => {
    await store.reserve([reservation('waiting'), reservation('written', { importOrigin: december })]);
    await store.accept([settlement('written', 2n ** 60n, december)]);

    const known = await store.reserve([reservation('fresh'), reservation('written'), reservation('waiting')]);

    expect(known).toEqual([
      { status: 'new' },
      {
        status: 'accepted',
        contentHash: 'hash of written',
        position: { topic: 'retail.orders', partition: 3, offset: 2n ** 60n },
        importOrigin: december,
      },
      { status: 'pending', contentHash: 'hash of waiting' },
    ]);
  });

  it('keeps the first content, so that a second one is seen to differ', async () => {
    await store.reserve([reservation('e')]);
    const [known] = await store.reserve([reservation('e', { contentHash: 'other' })]);
    expect(known).toEqual({ status: 'pending', contentHash: 'hash of e' });
  });

  it('takes identity as source and id together', async () => {
    await store.reserve([reservation('e')]);
    expect(await store.reserve([reservation('e', { source: '/other' })])).toEqual([{ status: 'new' }]);
  });

  it('forgets what was released, never what was accepted', async () => {
    await store.reserve([reservation('released'), reservation('written')]);
    await store.accept([settlement('written', 7n)]);
    await store.release([reservation('released'), reservation('written')]);
    const known = await store.reserve([reservation('released'), reservation('written')]);
    expect(known.map(({ status }) => status)).toEqual(['new', 'accepted']);
  });

  it('counts an import by type, accepted events only, under the run that had them accepted', async () => {
    const first = { importOrigin: { ...december, importId: 'crashed' } };
    await store.reserve([reservation('a', first), reservation('b', first), reservation('c', first)]);
    await store.accept([settlement('a', 1n, december), settlement('b', 2n, december)]);
    expect(await store.countByType('december')).toEqual(new Map([['retail.orders.OrderPlaced', 2]]));
    expect(await store.countByType('crashed')).toEqual(new Map());
  });

  it('takes more identities at once than fit into one statement', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => reservation(`e${index}`));
    expect((await store.reserve(many)).every(({ status }) => status === 'new')).toBe(true);
    await store.accept(many.map(({ id }, index) => settlement(id, BigInt(index))));
    const again = await store.reserve(many);
    expect(again.map((known) => known.status === 'accepted' && Number(known.position.offset))).toEqual(
      many.map((_, index) => index),
    );
  });

  it('lets others have their turn between the statements of a long list', async () => {
    let turns = 0;
    const other = setInterval(() => (turns += 1), 0);
    await store.reserve(Array.from({ length: 5_000 }, (_, index) => reservation(`turn-${index}`)));
    clearInterval(other);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});
