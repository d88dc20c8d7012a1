import { describe, expect, it } from '@jest/globals';
import type { AuditRecordQuery } from '@spillway/streaming';
import { PageCursors, type PagePosition } from './page-cursor.js';

const cursors = new PageCursors(Buffer.alloc(32, 1));
const query: AuditRecordQuery = { topic: 'retail.orders', time: 'record', limit: 10 };
const position: PagePosition = { timeMs: 5, topic: 'retail.orders', topicId: 'life-1', partition: 3, offset: '17' };
const invalid = expect.objectContaining({ code: 'SPW-7006' });

function refusalOf(cursor: string, of: AuditRecordQuery = query, by: PageCursors = cursors): unknown {
  try {
    return by.read(of, cursor);
  } catch (error) {
    return error;
  }
}

describe('a cursor', () => {
  const cursor = cursors.write(query, position);

  it('leads back to its position, whatever the page size', () => {
    expect(cursors.read({ ...query, limit: 500 }, cursor)).toEqual(position);
  });

  it('is refused when any character of it was changed, cut or added', () => {
    for (let index = 0; index < cursor.length; index += 1) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      expect(refusalOf(cursor.slice(0, index) + other + cursor.slice(index + 1))).toEqual(invalid);
      expect(refusalOf(cursor.slice(0, index))).toEqual(invalid);
    }
    for (const tail of ['A', '=', '.', '.A', ' ']) expect(refusalOf(cursor + tail)).toEqual(invalid);
    expect(refusalOf('x'.repeat(5_000))).toEqual(invalid);
  });

  it('is refused with other filters, and by another store', () => {
    expect(refusalOf(cursor, { ...query, topic: 'other' })).toEqual(invalid);
    expect(refusalOf(cursor, { ...query, time: 'event' })).toEqual(invalid);
    expect(refusalOf(cursor, { ...query, fromMs: 1 })).toEqual(invalid);
    expect(refusalOf(cursor, query, new PageCursors(Buffer.alloc(32, 2)))).toEqual(invalid);
  });
});
