import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaIdHeader } from '@spillway/events';
import { SmallApp } from '../../spec-support/small-app.js';
import { Session } from '../../session/session.js';
import { readSample } from './read-sample.js';
import { readWaiting } from './read-waiting.js';

const base64 = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('base64');
const waiting = {
  kind: 'retry',
  source: 'a.b',
  type: 'a.b.C',
  schemaHeaderBase64: null,
  valueBase64: base64(0, 0, 0, 0, 7),
};

const session = new Session({ workingDir: '/', env: {}, stdout: () => {}, stderr: () => {} });
let app: SmallApp;
let url: string;
beforeEach(async () => {
  app = new SmallApp();
  url = await app.start();
});
afterEach(() => app[Symbol.asyncDispose]());

describe('what waits for a group', () => {
  it('is read page by page, to its end', async () => {
    app.answers.set('/groups/a b/waiting?limit=500', { records: [waiting, waiting], nextCursor: 'next' });
    app.answers.set('/groups/a b/waiting?limit=500&cursor=next', { records: [], nextCursor: 'last' });
    app.answers.set('/groups/a b/waiting?limit=500&cursor=last', { records: [waiting], nextCursor: null });
    const { records, cutAt } = await readWaiting(session, url, { group: 'a b', limit: 1_000 });
    expect([records.length, cutAt]).toEqual([3, null]);
    expect(records[0]).toEqual({
      ...{ kind: 'retry', type: 'a.b.C', value: Buffer.from([0, 0, 0, 0, 7]) },
      origin: { topic: 'a.b', headers: {} },
    });
  });

  it.each(['retry', 'dead-letter'])('is read up to the limit, and says where there is more: %s', async (kind) => {
    app.answers.set('/groups/g/waiting?limit=3', { records: [waiting, waiting], nextCursor: 'x' });
    app.answers.set('/groups/g/waiting?limit=1&cursor=x', { records: [{ ...waiting, kind }], nextCursor: 'y' });
    const { records, cutAt } = await readWaiting(session, url, { group: 'g', limit: 3 });
    expect([records.length, cutAt]).toEqual([3, kind]);
  });

  it('is read no further than its values fit, those of all pages together', async () => {
    app.answers.set('/groups/g/waiting?limit=9', { records: [waiting], nextCursor: 'x' });
    app.answers.set('/groups/g/waiting?limit=8&cursor=x', { records: [waiting], nextCursor: 'y' });
    const { records, cutAt } = await readWaiting(session, url, { group: 'g', limit: 9, maxBytes: 10 });
    expect([records.length, cutAt]).toEqual([2, 'retry']);
  });

  it('may name its schema in a header', async () => {
    const header = { ...waiting, schemaHeaderBase64: base64(0, 0, 0, 0, 9) };
    app.answers.set('/groups/g/waiting', { records: [header], nextCursor: null });
    const { records } = await readWaiting(session, url, { group: 'g', limit: 9 });
    expect(records[0]!.origin.headers).toEqual({ [schemaIdHeader]: Buffer.from([0, 0, 0, 0, 9]) });
  });
});

describe('real events', () => {
  it('name their schema in front of the value, as older apps know no other way, or in a header, by id or GUID', async () => {
    const guid = base64(1, ...Array.from({ length: 16 }, (_, index) => index));
    const samples = [null, undefined, base64(0, 0, 0, 0, 7), guid].map((schemaHeaderBase64) => ({
      ...{ topic: 'a.b', schemaId: null, schemaHeaderBase64, valueBase64: base64(1) },
    }));
    app.answers.set('/audit/sample?type=a.b.C&n=5', { samples });
    const read = await readSample(session, { type: 'a.b.C', count: 5, url });
    expect(read.map(({ origin }) => origin.headers)).toEqual([
      {},
      {},
      { [schemaIdHeader]: Buffer.from([0, 0, 0, 0, 7]) },
      { [schemaIdHeader]: Buffer.from(guid, 'base64') },
    ]);
  });
});
