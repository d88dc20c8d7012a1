import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post, startEdge, type EdgeUnderTest } from './http-edge.support.js';

describe('bad input, JSON', () => {
  let edge: EdgeUnderTest;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.close());

  const refused = async (body: string | Buffer): Promise<unknown> => (await post(edge.port, body)).problem;

  describe('row 8: invalid UTF-8, lone surrogates, NUL in strings', () => {
    test('bytes that are not UTF-8 get 400 with their position', async () => {
      const body = Buffer.concat([Buffer.from('{"ü":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
      expect(await refused(body)).toMatchObject({
        status: 400,
        errorCode: 'SPW-4002',
        detail: expect.stringContaining('at byte 7'),
      });
    });

    test('overlong and surrogate encodings get 400', async () => {
      for (const bytes of [
        [0xc0, 0x80],
        [0xed, 0xa0, 0x80],
        [0xf5, 0x80, 0x80, 0x80],
      ]) {
        const body = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')]);
        expect(await refused(body)).toMatchObject({ status: 400, errorCode: 'SPW-4002' });
      }
    });

    test.each(['{"a":"\\ud800"}', '{"a":"\\udc00\\ud800"}', '{"\\ud800":1}', '{"a":"\\u0000"}', '{"\\u0000":1}'])(
      '%s gets 400',
      async (body) => {
        expect(await refused(body)).toMatchObject({ status: 400, errorCode: 'SPW-4003' });
      },
    );

    test('a whole surrogate pair is good text', async () => {
      expect(JSON.parse((await post(edge.port, '{"a":"\\ud83d\\ude00"}')).body)).toEqual({ body: { a: '😀' } });
    });
  });

  describe('row 9: depth', () => {
    test('64 levels are read, 65 get 400', async () => {
      const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
      expect((await post(edge.port, nested(64))).status).toBe(200);
      expect(await refused(nested(65))).toMatchObject({ status: 400, errorCode: 'SPW-4003' });
    });

    test('100,000 levels get 400', async () => {
      expect(await refused(`{"a":${'['.repeat(100_000)}`)).toMatchObject({ status: 400, errorCode: 'SPW-4003' });
    });
  });

  describe('row 10: a million keys, colliding keys, one huge string', () => {
    const object = (keys: Iterable<string>): string => `{${[...keys].map((key) => `"${key}":0`).join(',')}}`;

    test('more keys than fit one object get 400', async () => {
      const body = object(Array.from({ length: 100_000 }, (_, index) => index.toString(36)));
      expect(body.length).toBeLessThan(1024 * 1024);
      expect(await refused(body)).toMatchObject({ status: 400, errorCode: 'SPW-4003' });
    });

    test('a million keys are over the body limit', async () => {
      const body = object(Array.from({ length: 1_000_000 }, (_, index) => index.toString(36)));
      expect(await refused(body)).toMatchObject({ status: 413, errorCode: 'SPW-4006' });
    });

    test('integer-like keys, whose hashes collide, are bounded like all others', async () => {
      const body = object(Array.from({ length: 60_000 }, (_, index) => String(index * 1_048_576)));
      expect(await refused(body)).toMatchObject({ status: 400, errorCode: 'SPW-4003' });
    });

    test('a string of 10 MB is over the body limit', async () => {
      expect(await refused(`{"a":"${'x'.repeat(10_000_000)}"}`)).toMatchObject({ status: 413 });
    });

    test.each([
      ['a string of 10 MB', `["${'x'.repeat(10_000_000)}"]`],
      ['five million items', `[${'0,'.repeat(5_000_000)}0]`],
    ])('%s gets 400 in a batch, whose body may be larger', async (_what, body) => {
      const answer = await post(edge.port, body, { 'content-type': 'application/cloudevents-batch+json' });
      expect([answer.status, JSON.parse(answer.body).errorCode]).toEqual([400, 'SPW-4003']);
    });
  });

  describe('row 11: duplicate keys', () => {
    test.each([
      ['{"a":1,"a":2}', '/a'],
      ['{"o":[{"b":1,"\\u0062":2}]}', '/o/0/b'],
      ['{"":1,"":2}', '/'],
    ])('%s gets 400 naming the place', async (body, pointer) => {
      expect(await refused(body)).toMatchObject({ status: 400, errorCode: 'SPW-4003', errors: [{ pointer }] });
    });
  });

  describe('row 12: __proto__, constructor and prototype at any depth', () => {
    test.each([
      '{"__proto__":{"isAdmin":true}}',
      '{"a":[{"b":{"constructor":{}}}]}',
      '{"prototype":1}',
      '{"\\u005f_proto__":1}',
    ])('%s gets 400', async (body) => {
      expect(await refused(body)).toMatchObject({ status: 400, errorCode: 'SPW-4003' });
      expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    });
  });

  describe('row 13: numbers that JavaScript would change', () => {
    test.each(['9007199254740992', '-9007199254740993', '-0', '-0.0', '1e400', '1e-400', '0.1234567890123456789'])(
      '%s gets 400',
      async (number) => {
        expect(await refused(`{"n":${number}}`)).toMatchObject({
          status: 400,
          errorCode: 'SPW-4003',
          errors: [{ pointer: '/n' }],
        });
      },
    );

    test.each(['9007199254740991', '0', '2.5500', '1E3', '1.7976931348623157e308', '5e-324', '0.1'])(
      '%s is read',
      async (number) => {
        expect(JSON.parse((await post(edge.port, `{"n":${number}}`)).body)).toEqual({ body: { n: Number(number) } });
      },
    );
  });

  test('no answer repeats what was sent', async () => {
    for (const body of [
      '{"password":hunter2}',
      '{"a":"hunter2","a":"hunter2"}',
      '{"n":-0,"x":"hunter2"}',
      '"hunter2"',
    ]) {
      expect((await post(edge.port, body)).body).not.toContain('hunter2');
    }
  });
});
