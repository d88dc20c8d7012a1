import { describe, expect, it } from '@jest/globals';
import { completedRow } from '../spec-support/ledger-records.js';
import { ByteWriter } from './byte-writer.js';
import { encodeDeliveryInserts } from './encode-delivery-inserts.js';
import { toDeliveryRows } from './to-delivery-rows.js';

const at = { ledgerTopic: 'l', ledgerTopicId: 'i', ledgerPartition: 0, ledgerOffset: 0, timestamp: 0 };
const ranges = Array.from({ length: 25 }, (_, index) => ({ first: index * 2, last: index * 2 }));
const { envelope, payloadJson } = completedRow(0, { ranges });
const rows = toDeliveryRows(at, envelope.type, payloadJson!.toString())!;

const insertsWith = (limits: { readonly maxRows: number; readonly maxBytes: number }): Buffer[] =>
  Array.from(encodeDeliveryInserts(new ByteWriter(), rows, 0, limits), ({ bytes }) => Buffer.from(bytes));

describe('inserts of deliveries', () => {
  const [whole] = [...encodeDeliveryInserts(new ByteWriter(), rows, 0)];
  const whole25 = Buffer.from(whole!.bytes);

  it('hold so many rows at most, and together all of them', () => {
    const sizes: number[] = [];
    let taken = 0;
    const counted = (function* () {
      for (const row of rows) {
        taken += 1;
        yield row;
      }
    })();
    const parts: Buffer[] = [];
    for (const insert of encodeDeliveryInserts(new ByteWriter(), counted, 0, { maxRows: 10, maxBytes: 1e9 })) {
      sizes.push(taken);
      parts.push(Buffer.from(insert.bytes));
    }
    expect(sizes).toEqual([10, 20, 25]);
    expect(Buffer.concat(parts)).toEqual(whole25);
  });

  it('end where they are large enough', () => {
    const inserts = insertsWith({ maxRows: 1_000, maxBytes: 400 });
    expect(inserts.length).toBeGreaterThan(5);
    expect(Buffer.concat(inserts)).toEqual(whole25);
  });

  it('are none without rows', () => {
    expect([...encodeDeliveryInserts(new ByteWriter(), [], 0)]).toEqual([]);
  });
});
