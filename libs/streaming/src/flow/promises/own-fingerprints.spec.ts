import { afterEach, expect, it } from '@jest/globals';
import { ShopBench, Sold, type Sale } from '@spillway/testing';
import { fingerprint } from '../../ledger/fingerprint.js';
import type { SingleBinding } from '../../group/handler-binding.js';
import type { DeliveryLedger, DeliveryNote } from '../../ports/delivery-ledger.js';

let bench: ShopBench;
afterEach(() => bench?.close());

class CardDeclined extends Error {
  constructor(
    readonly bank: string,
    id: string,
  ) {
    super(`Order ${id} declined`);
  }
}

it('notes every failed try under what a group says is the same, and else under what it looks like', async () => {
  const notes: DeliveryNote[] = [];
  const ledger: DeliveryLedger = {
    completed() {},
    noted: (note) => void notes.push(note),
    flush: () => Promise.resolve(),
    isFull: false,
  };
  const byBank = (error: unknown): string | undefined => (error instanceof CardDeclined ? error.bank : undefined);
  const declined = new CardDeclined('north', '1');
  const plain = new Error('no stock');
  const handle: SingleBinding['handle'] = ({ event }) => {
    throw (event as Sale).item === 'plain' ? plain : declined;
  };
  const binding: SingleBinding = { kind: 'single', name: 'pay', definitions: [Sold], handle };
  bench = await ShopBench.open({ handlers: [binding], ledger, topic: { fingerprint: byBank } });
  await bench.sell({ item: 'card', id: '1' }, { item: 'plain', id: '2' });
  await bench.start();
  await bench.settled();
  const seen = (id: string) =>
    new Set(notes.filter(({ eventId }) => eventId === id).map((note) => [note.outcome, note.fingerprint].join(' ')));
  const byRule = fingerprint(declined, 'pay', byBank).value;
  expect(byRule).not.toBe(fingerprint(declined, 'pay').value);
  expect(seen('1')).toEqual(new Set([`retried ${byRule}`, `dead-lettered ${byRule}`]));
  const byLook = fingerprint(plain, 'pay').value;
  expect(seen('2')).toEqual(new Set([`retried ${byLook}`, `dead-lettered ${byLook}`]));
});
