import { describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { batchOf, shopGroup, type HandleSales } from '@spillway/testing';
import { completed, retryLater } from '../group/outcome.js';

const live = new AbortController().signal;

const failsOn =
  (item: string, error: unknown): HandleSales =>
  (sales) => {
    if (sales.some((sale) => sale.event.item === item)) throw error;
  };

describe('a handler that fails', () => {
  const items = ['a', 'b', 'c', 'bad', 'd', 'e', 'f', 'g'].map((item, index) => ({ item, id: String(index) }));

  it('costs the event to blame alone; all others are handled once, in order', async () => {
    const { process, counted, sink } = shopGroup(failsOn('bad', new TypeError('no price')));
    await process([batchOf(items)], live);
    expect(counted).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(sink.records.map((letter) => String(letter.key))).toEqual(['bad']);
    expect(sink.records[0]?.headers).toMatchObject({
      'spillway-error-class': 'TypeError',
      'spillway-error-message': 'no price',
    });
  });

  it('is given a few more tries before the event is parked', async () => {
    let failures = 2;
    const { process, counted, sink } = shopGroup((sales) => {
      if (sales.some((sale) => sale.event.item === 'bad') && failures-- > 0) throw new Error('hiccup');
    });
    await process([batchOf([{ item: 'bad', id: '1' }])], live);
    expect(counted).toEqual(['bad']);
    expect(sink.records).toEqual([]);
  });

  it('marks the further tries as redelivered', async () => {
    const seen: boolean[] = [];
    const { process } = shopGroup((sales) => {
      seen.push(sales[0]!.redelivered);
      if (seen.length === 1) throw new SpillwayError('SPW-1101', 'away');
    });
    const round = [batchOf([{ id: '1' }])];
    await expect(process(round, live)).rejects.toThrow('away');
    await process(round, live);
    expect(seen).toEqual([false, true]);
  });

  it.each([
    ['undefined', undefined],
    ['a string', 'broken'],
    ['an error whose message is no text', Object.assign(new Error('x'), { message: { why: 'odd' } })],
    ['an error whose name is no text', Object.assign(new Error('x'), { name: Symbol('odd') })],
    ['a frozen object', Object.freeze({ why: 'frozen' })],
    ['null', null],
    [
      'an object that throws when looked at',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('hands off');
          },
        },
      ),
    ],
  ])('may throw %s', async (_what, thrown) => {
    const { process, counted, sink } = shopGroup(failsOn('bad', thrown));
    await process([batchOf(items)], live);
    expect(counted).toHaveLength(7);
    expect(sink.records).toHaveLength(1);
  });

  it('because of a dependency rejects the round and parks nothing', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const { process, counted, sink } = shopGroup(failsOn('bad', new TypeError('fetch failed', { cause: refused })));
    await expect(process([batchOf(items)], live)).rejects.toThrow('fetch failed');
    expect(counted).toEqual([]);
    expect(sink.records).toEqual([]);
  });

  it('because the group stops parks nothing', async () => {
    const stopping = new AbortController();
    const { process, sink } = shopGroup(() => {
      stopping.abort();
      throw new Error('aborted by signal');
    });
    await expect(process([batchOf(items)], stopping.signal)).rejects.toMatchObject({ code: 'SPW-5008' });
    expect(sink.records).toEqual([]);
  });

  it('by answering too few outcomes loses nothing', async () => {
    const { process, sink } = shopGroup(() => []);
    await process([batchOf([{ id: '1' }, { id: '2' }])], live);
    expect(sink.records.map((letter) => letter.headers['spillway-error-code'])).toEqual(['SPW-5007', 'SPW-5007']);
  });
});

it('retries in place what wants to be retried later, before anything behind it', async () => {
  let refusals = 2;
  const { process, counted } = shopGroup((sales) =>
    sales.map((sale) => (sale.event.item === 'cup' && refusals-- > 0 ? retryLater('not yet') : completed())),
  );
  await process(
    [
      batchOf([
        { item: 'cup', id: '1' },
        { item: 'plate', id: '2' },
      ]),
    ],
    live,
  );
  expect(counted).toEqual(['cup', 'plate']);
});
