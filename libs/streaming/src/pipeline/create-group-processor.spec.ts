import { describe, expect, it } from '@jest/globals';
import { isSpillwayError, SpillwayError } from '@spillway/events';
import {
  batchOf,
  Counted,
  jsonCodec,
  Returned,
  shopEvents,
  shopGroup,
  shopTopic,
  Sold,
  stockGroup,
} from '@spillway/testing';
import { completed, deadLetter, suspend } from '../group/outcome.js';

const live = new AbortController().signal;
const poison = { value: Buffer.from('no event') };

describe('createGroupProcessor', () => {
  it('handles the events of a round in one call and notes them as done in the same transaction', async () => {
    const calls: number[] = [];
    const { process, counted, state } = shopGroup((sales) => void calls.push(sales.length));
    await process(
      [
        batchOf(
          [
            { item: 'cup', id: '1' },
            { item: 'plate', id: '2' },
          ],
          { baseOffset: 7 },
        ),
      ],
      live,
    );
    expect(calls).toEqual([2]);
    expect(counted).toEqual(['cup', 'plate']);
    expect(await state.inbox.load('stock', [{ topic: shopTopic, partition: 0 }])).toEqual([
      { topic: shopTopic, partition: 0, watermark: 9, runs: [] },
    ]);
    expect(await state.inbox.totals('stock')).toEqual([{ topic: shopTopic, completed: 2, deadLettered: 0 }]);
  });

  it('handles nothing twice when a round is given again', async () => {
    const { process, counted, state } = shopGroup();
    const again = () =>
      batchOf([
        { item: 'cup', id: '1' },
        { item: 'plate', id: '2' },
      ]);
    await process([again()], live);
    await process([again()], live);
    expect(counted).toEqual(['cup', 'plate']);
    expect(await state.inbox.totals('stock')).toEqual([{ topic: shopTopic, completed: 2, deadLettered: 0 }]);
  });

  it('knows a place in the log again, also when its record has no identity or is poison', async () => {
    const { process, counted, sink } = shopGroup();
    const again = () => batchOf([{ item: 'cup' }, poison]);
    await process([again()], live);
    await process([again()], live);
    expect(counted).toEqual(['cup']);
    expect(sink.records).toHaveLength(1);
  });

  it('counts an event that lies in the log twice once, in one round and over rounds', async () => {
    const { process, counted, state } = shopGroup();
    await process(
      [
        batchOf([
          { item: 'cup', id: '1' },
          { item: 'cup', id: '1' },
        ]),
      ],
      live,
    );
    await process([batchOf([{ item: 'cup', id: '1' }], { baseOffset: 2 })], live);
    expect(counted).toEqual(['cup']);
    expect(await state.inbox.totals('stock')).toEqual([{ topic: shopTopic, completed: 1, deadLettered: 0 }]);
    const [done] = await state.inbox.load('stock', [{ topic: shopTopic, partition: 0 }]);
    expect(done?.watermark).toBe(3);
  });

  it('takes records without identity each for itself, named after their place', async () => {
    const names: string[] = [];
    const { process, counted } = shopGroup((sales) => void names.push(...sales.map((sale) => sale.envelope.id)));
    await process([batchOf([{ item: 'cup' }, { item: 'cup' }], { partition: 3 })], live);
    expect(counted).toEqual(['cup', 'cup']);
    expect(names).toEqual(['3-0', '3-1']);
  });

  it('passes offsets of the log that hold no record', async () => {
    const { process, state } = shopGroup();
    const batch = { ...batchOf([{ id: '1' }, { id: '2' }], { baseOffset: 10, offsets: [12, 15] }), nextOffset: 20 };
    await process([batch], live);
    const [done] = await state.inbox.load('stock', [{ topic: shopTopic, partition: 0 }]);
    expect(done).toMatchObject({ watermark: 20, runs: [] });
  });

  it('completes ignored types without a handler', async () => {
    const { process, counted, state } = shopGroup();
    await process([batchOf([{ definition: Counted, id: '1' }])], live);
    expect(counted).toEqual([]);
    expect(await state.inbox.totals('stock')).toEqual([{ topic: shopTopic, completed: 1, deadLettered: 0 }]);
  });

  it('starts where the inbox says, and a fresh store at the beginning', async () => {
    const { process, startPositions } = shopGroup();
    await process([batchOf([{ id: '1' }, { id: '2' }])], live);
    const partitions = [0, 1].map((partition) => ({ topic: shopTopic, partition }));
    expect(await startPositions!(partitions)).toEqual([
      { topic: shopTopic, partition: 0, offset: 2n },
      { topic: shopTopic, partition: 1, offset: 0n },
    ]);
  });

  it('says what is done behind a gap that the log lost', async () => {
    const { process, startPositions } = shopGroup();
    await process([batchOf([{ id: '1' }])], live);
    await process([batchOf([{ id: '2' }, { id: '3' }], { baseOffset: 5 })], live);
    expect(await startPositions!([{ topic: shopTopic, partition: 0 }])).toEqual([
      { topic: shopTopic, partition: 0, offset: 1n, doneAbove: [[5, 6]] },
    ]);
  });

  describe('dead letters', () => {
    it('parks what does not decode with its bytes and cause, and goes on', async () => {
      const { process, counted, sink, state } = shopGroup();
      await process([batchOf([poison, { item: 'cup', id: '1' }], { partition: 5, baseOffset: 40 })], live);
      expect(counted).toEqual(['cup']);
      expect(sink.records).toHaveLength(1);
      expect(sink.records[0]).toMatchObject({
        topic: 'shop.sales.stock.dlq',
        partition: 5,
        key: Buffer.from('cup'),
        value: poison.value,
        headers: {
          'spillway-origin-topic': shopTopic,
          'spillway-origin-partition': '5',
          'spillway-origin-offset': '40',
          'spillway-group': 'stock',
          'spillway-error-code': 'SPW-3001',
        },
      });
      expect(await state.inbox.totals('stock')).toEqual([{ topic: shopTopic, completed: 1, deadLettered: 1 }]);
    });

    it.each([
      ['a record without a value', { value: null }, 'SPW-5002'],
      ['a type without a handler', { definition: { ...Counted, type: 'shop.sales.Unheard' }, id: '1' }, 'SPW-5001'],
    ])('parks %s', async (_what, spec, code) => {
      const { process, sink } = shopGroup();
      await process([batchOf([spec])], live);
      expect(sink.records[0]?.headers['spillway-error-code']).toBe(code);
    });

    it('keeps original headers and does not believe forged ones', async () => {
      const { process, sink } = shopGroup();
      const batch = batchOf([poison]);
      const headers = { trace: ['a', 'b'], 'spillway-origin-offset': '999' };
      await process([{ ...batch, records: [{ ...batch.records[0]!, headers }] }], live);
      expect(sink.records[0]?.headers).toMatchObject({ trace: ['a', 'b'], 'spillway-origin-offset': '0' });
    });

    it('does nothing at all while a dead letter cannot be written', async () => {
      const { process, counted, sink, state } = shopGroup();
      sink.isBroken = true;
      const batch = batchOf([poison, { item: 'cup', id: '1' }]);
      await expect(process([batch], live)).rejects.toMatchObject({ code: 'SPW-5005' });
      expect(counted).toEqual([]);
      expect(await state.inbox.totals('stock')).toEqual([]);
      sink.isBroken = false;
      await process([batch], live);
      expect(counted).toEqual(['cup']);
      expect(sink.records).toHaveLength(1);
    });

    it('follows the outcome of the handler for one delivery of many', async () => {
      const { process, sink, state } = shopGroup((sales) =>
        sales.map((sale) => (sale.event.item === 'plate' ? deadLetter('no such item') : completed())),
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
      expect(sink.records.map((letter) => String(letter.key))).toEqual(['plate']);
      expect(sink.records[0]?.headers).toMatchObject({
        'spillway-handler': 'count-stock',
        'spillway-error-code': 'SPW-5003',
        'spillway-error-message': expect.stringContaining('no such item'),
      });
      expect(await state.inbox.totals('stock')).toEqual([{ topic: shopTopic, completed: 1, deadLettered: 1 }]);
    });
  });

  it('rejects the round when a handler suspends', async () => {
    const { process, counted, sink } = shopGroup((sales) => sales.map(() => suspend('warehouse')));
    await expect(process([batchOf([{ id: '1' }])], live)).rejects.toMatchObject({ code: 'SPW-5006' });
    expect(counted).toEqual([]);
    expect(sink.records).toEqual([]);
  });

  it('waits when the registry is away, for that is no fault of the record', async () => {
    const codec = jsonCodec(shopEvents);
    let away = true;
    const decode: typeof codec.decode = (value) =>
      away ? Promise.reject(new SpillwayError('SPW-3003', 'registry away')) : codec.decode(value);
    const { process, counted, sink } = shopGroup(undefined, { codec: { decode } });
    const round = [batchOf([{ id: '1' }])];
    await expect(process(round, live)).rejects.toMatchObject({ code: 'SPW-3003' });
    away = false;
    await process(round, live);
    expect(counted).toEqual(['cup']);
    expect(sink.records).toEqual([]);
  });

  describe('without state', () => {
    it('handles and parks without a transaction', async () => {
      const { process, counted, sink } = shopGroup(undefined, { state: undefined });
      await process([batchOf([poison, { item: 'cup' }])], live);
      expect(counted).toEqual(['cup']);
      expect(sink.records).toHaveLength(1);
    });

    it('handles once what an earlier call of the round did when a later call fails for good', async () => {
      const seen: string[] = [];
      const handler = (name: string, definition: typeof Sold, fails: boolean) => ({
        name,
        definitions: [definition],
        handleBatch: (deliveries: readonly { readonly envelope: { readonly id: string } }[]) => {
          if (fails) throw new TypeError('a bug');
          seen.push(...deliveries.map((delivery) => delivery.envelope.id));
        },
      });
      const handlers = [handler('sells', Sold, false), handler('returns', Returned, true)];
      const { process, sink } = shopGroup(undefined, { state: undefined, handlers });
      await process([batchOf([{ id: '1' }, { id: '2', definition: Returned }, { id: '3', item: 'plate' }])], live);
      expect(seen).toEqual(['1', '3']);
      expect(sink.records).toHaveLength(1);
    });

    it('repeats nothing that was done when the rest of a round is tried again', async () => {
      let away = true;
      const seen: string[] = [];
      const { process, sink } = shopGroup(
        (sales) => {
          if (away && sales.some((sale) => sale.event.item === 'late')) throw new SpillwayError('SPW-1101', 'away');
          seen.push(...sales.map((sale) => sale.event.item));
        },
        { state: undefined, group: { ...stockGroup, topics: { [shopTopic]: { ordering: 'key' } } } },
      );
      const round = [batchOf([poison, { item: 'late', definition: Returned }])];
      await expect(process(round, live)).rejects.toThrow('away');
      away = false;
      await process(round, live);
      expect(seen).toEqual(['late']);
      expect(sink.records).toHaveLength(1);
    });
  });

  it.each([
    ['two handlers for one event', [Sold, Sold], {}],
    ['a handler for an ignored event', [Counted], {}],
    ['a handler for a topic the group does not read', [{ ...Sold, topic: 'shop.other' }], {}],
  ])('refuses %s', (_what, definitions) => {
    const handlers = definitions.map((definition, index) => ({
      name: `handler-${index}`,
      definitions: [definition],
      handleBatch: () => {},
    }));
    let refusal: unknown;
    try {
      shopGroup(undefined, { handlers });
    } catch (error) {
      refusal = error;
    }
    expect(isSpillwayError(refusal, 'SPW-5004')).toBe(true);
  });
});
