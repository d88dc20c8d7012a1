import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SpillwayError } from '@spillway/events';

/** The last record of a page in the order of its query; the next page goes on behind it. */
export interface PagePosition {
  readonly timeMs: number;
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly offset: string;
  /** Index in the record at that place, of what is more than one to a record. */
  readonly entry?: number;
}

/** Which list, and its filters; the page size may change between pages, what is asked for may not. */
export interface PagedQuestion {
  readonly list: string;
  readonly filters: object;
}

const version = 2;
const maxCursorLength = 2_048;

/** Turns positions into cursors that only this store and this query accept. */
export class PageCursors {
  constructor(private readonly key: Buffer) {}

  write(question: PagedQuestion, position: PagePosition): string {
    const body = Buffer.from(JSON.stringify([version, fingerprint(question), position])).toString('base64url');
    return `${body}.${this.#sign(body).toString('base64url')}`;
  }

  /** @throws SpillwayError `SPW-7006` changed, of another query, of another store or of another version */
  read(question: PagedQuestion, cursor: string): PagePosition {
    const [body = '', signature = '', ...rest] = cursor.length > maxCursorLength ? [] : cursor.split('.');
    if (rest.length > 0 || !this.#matches(body, signature)) throw invalid('it was not made by this store');
    const [readVersion, readFingerprint, position] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [
      number,
      string,
      PagePosition,
    ];
    if (readVersion !== version) throw invalid('it comes from another version');
    if (readFingerprint !== fingerprint(question)) throw invalid('it belongs to other filters');
    return position;
  }

  #matches(body: string, signature: string): boolean {
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#sign(body);
    // Decoding forgives trailing characters, so the text is compared as well.
    const sameText = given.toString('base64url') === signature;
    return sameText && given.length === expected.length && timingSafeEqual(given, expected);
  }

  #sign(body: string): Buffer {
    return createHmac('sha256', this.key).update(body).digest();
  }
}

function fingerprint({ list, filters }: PagedQuestion): string {
  const given = Object.entries(filters)
    .filter(([name, value]) => value !== undefined && name !== 'limit' && name !== 'cursor')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([list, given]))
    .digest('base64url')
    .slice(0, 16);
}

function invalid(why: string): SpillwayError {
  return new SpillwayError('SPW-7006', `The cursor is not valid: ${why}`, {
    issues: [{ pointer: '/cursor', detail: why }],
  });
}
