import { describe, expect, it } from '@jest/globals';
import type { AuditRecordQuery } from '@spillway/streaming';
import { PageCursors, type PagedQuestion, type PagePosition } from './page-cursor.js';

const cursors = new PageCursors(Buffer.alloc(32, 1));
const query: AuditRecordQuery = { topic: 'retail.orders', time: 'record', limit: 10 };
const asked = (filters: object = query, list = 'events'): PagedQuestion => ({ list, filters });
const position: PagePosition = { timeMs: 5, topic: 'retail.orders', topicId: 'life-1', partition: 3, offset: '17' };
const invalid = expect.objectContaining({ code: 'SPW-7006' });

function refusalOf(cursor: string, of: PagedQuestion = asked(), by: PageCursors = cursors): unknown {
  try {
    return by.read(of, cursor);
  } catch (error) {
    return error;
  }
}

describe('77 a cursor', () => {
  const cursor = cursors.write(asked(), position);

  it('77 leads back to its position, whatever the page size', () => {
    expect(cursors.read(asked({ ...query, limit: 500, cursor, type: undefined }), cursor)).toEqual(position);
  });

  it('77 is refused when any character of it was changed, cut or added', () => {
    for (let index = 0; index < cursor.length; index += 1) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      expect(refusalOf(cursor.slice(0, index) + other + cursor.slice(index + 1))).toEqual(invalid);
      expect(refusalOf(cursor.slice(0, index))).toEqual(invalid);
    }
    for (const tail of ['A', '=', '.', '.A', ' ']) expect(refusalOf(cursor + tail)).toEqual(invalid);
    expect(refusalOf('x'.repeat(5_000))).toEqual(invalid);
  });

  it('77 is refused with other filters, for another list, and by another store', () => {
    expect(refusalOf(cursor, asked({ ...query, topic: 'other' }))).toEqual(invalid);
    expect(refusalOf(cursor, asked({ ...query, time: 'event' }))).toEqual(invalid);
    expect(refusalOf(cursor, asked({ ...query, fromMs: 1 }))).toEqual(invalid);
    expect(refusalOf(cursor, asked(query, 'deliveries'))).toEqual(invalid);
    expect(refusalOf(cursor, asked(), new PageCursors(Buffer.alloc(32, 2)))).toEqual(invalid);
  });
});
