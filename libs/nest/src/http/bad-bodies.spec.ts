import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post, rawRequest, startEdge, type EdgeUnderTest } from './http-edge.support.js';

const json = { 'content-type': 'application/json' };
const mebibyte = 1024 * 1024;

describe('bad input, bodies', () => {
  let edge: EdgeUnderTest;
  beforeAll(async () => {
    edge = await startEdge({ requestTimeoutMs: 600 });
  });
  afterAll(() => edge.close());

  describe('row 1: empty body; body null; top-level array or number', () => {
    test.each(['', 'null', '[1]', '7', '"text"', 'true'])('%j gets 400', async (body) => {
      const answer = await post(edge.port, body, json);
      expect(answer.status).toBe(400);
      expect(answer.problem.errorCode).toBe('SPW-4001');
    });

    test('a POST without body and Content-Type gets 400', async () => {
      const answer = await post(edge.port, '', {});
      expect(answer.status).toBe(400);
      expect(answer.problem.errorCode).toBe('SPW-4001');
    });

    test('a batch must be an array', async () => {
      const headers = { 'content-type': 'application/cloudevents-batch+json' };
      expect((await post(edge.port, '[{}]', headers)).status).toBe(200);
      expect((await post(edge.port, '{}', headers)).problem.errorCode).toBe('SPW-4001');
    });
  });

  describe('row 2: invalid or truncated JSON, trailing garbage, NaN and Infinity', () => {
    test.each([
      ['{"a":1', 6],
      ['{"a":1} x', 8],
      ['{"ü":NaN}', 6],
      ['{"a":Infinity}', 5],
      ["{'a':1}", 1],
      ['{"a":01}', 6],
      ['{"a":1,}', 7],
      ['{"a":"\t"}', 6],
      ['{"a":"\\x"}', 6],
      ['\ufeff{}', 0],
    ])('%j gets 400 with the byte position', async (body, position) => {
      const answer = await post(edge.port, body, json);
      expect(answer.status).toBe(400);
      expect(answer.problem.errorCode).toBe('SPW-4002');
      expect(answer.problem.detail).toContain(`at byte ${position}`);
    });
  });

  describe('row 3: body over the limit', () => {
    test('announced by Content-Length: 413 before it is sent', async () => {
      const head = `POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${mebibyte + 1}\r\n\r\n`;
      const answer = await rawRequest(edge.port, [head]);
      expect(answer.status).toBe(413);
      expect(answer.problem.errorCode).toBe('SPW-4006');
      expect(answer.closed).toBe(true);
    });

    test('without Content-Length: 413 while it arrives, the rest is never read', async () => {
      let sentBytes = 0;
      async function* endless(): AsyncGenerator<string> {
        yield 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
        for (; sentBytes < 64 * mebibyte; sentBytes += 65_536) {
          yield `10000\r\n${' '.repeat(65_536)}\r\n`;
          await delay(1);
        }
      }
      const answer = await rawRequest(edge.port, endless());
      expect(answer.status).toBe(413);
      expect(answer.closed).toBe(true);
      expect(sentBytes).toBeLessThan(32 * mebibyte);
    });

    test('one byte below the limit is read', async () => {
      const body = `{"a":"${'x'.repeat(mebibyte - 8)}"}`;
      expect(Buffer.byteLength(body)).toBe(mebibyte);
      expect((await post(edge.port, body, json)).status).toBe(200);
    });
  });

  describe('row 4: chunked body that never ends', () => {
    test('gets 408 after the deadline', async () => {
      async function* drops(): AsyncGenerator<string> {
        yield 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
        for (let sent = 0; sent < 100; sent += 1) {
          yield '1\r\n \r\n';
          await delay(50);
        }
      }
      const startedMs = Date.now();
      const answer = await rawRequest(edge.port, drops());
      expect(answer.status).toBe(408);
      expect(answer.problem.errorCode).toBe('SPW-4008');
      expect(answer.closed).toBe(true);
      expect(Date.now() - startedMs).toBeLessThan(3_000);
    });

    test('headers that never end get 408 too', async () => {
      const answer = await rawRequest(edge.port, ['POST /echo HTTP/1.1\r\nHost: x\r\n']);
      expect(answer.status).toBe(408);
    });
  });

  describe('row 5: decompression bombs', () => {
    const zeros = Buffer.alloc(50 * mebibyte);
    test.each([
      ['gzip', gzipSync(zeros)],
      ['deflate', deflateSync(zeros)],
      ['br', brotliCompressSync(zeros)],
    ])('%s gets 413 by the cap on its output', async (encoding, bomb) => {
      expect(bomb.length).toBeLessThan(mebibyte);
      const before = process.memoryUsage().rss;
      const answer = await post(edge.port, bomb, { ...json, 'content-encoding': encoding });
      expect(answer.status).toBe(413);
      expect(answer.problem.errorCode).toBe('SPW-4006');
      expect(process.memoryUsage().rss - before).toBeLessThan(40 * mebibyte);
    });

    test.each([
      ['gzip', gzipSync('{"a":1}')],
      ['deflate', deflateSync('{"a":1}')],
      ['br', brotliCompressSync('{"a":1}')],
    ])('honest %s is read', async (encoding, body) => {
      const answer = await post(edge.port, body, { ...json, 'content-encoding': encoding });
      expect(JSON.parse(answer.body)).toEqual({ body: { a: 1 } });
    });

    test('broken gzip gets 400', async () => {
      const answer = await post(edge.port, gzipSync('{"a":1}').subarray(0, 12), {
        ...json,
        'content-encoding': 'gzip',
      });
      expect(answer.problem).toMatchObject({ status: 400, errorCode: 'SPW-4016' });
    });
  });

  describe('row 6: nested or unknown encodings', () => {
    test.each(['gzip, gzip', 'gzip,br', 'zstd', 'compress', 'x-unknown'])('%s gets 415', async (encoding) => {
      const answer = await post(edge.port, gzipSync('{}'), { ...json, 'content-encoding': encoding });
      expect(answer.problem).toMatchObject({ status: 415, errorCode: 'SPW-4009' });
    });

    test('the header given twice gets 415', async () => {
      const head =
        'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}';
      expect((await rawRequest(edge.port, [head])).problem.errorCode).toBe('SPW-4009');
    });
  });

  describe('row 7: wrong or missing Content-Type, charset utf-16', () => {
    test.each([
      {},
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'application/jsonx' },
      { 'content-type': 'application/json; charset=utf-16' },
      { 'content-type': 'application/json; charset="UTF-16LE"' },
      { 'content-type': 'nonsense' },
    ])('%j gets 415', async (headers) => {
      const answer = await post(edge.port, '{}', headers as Record<string, string>);
      expect(answer.problem).toMatchObject({ status: 415, errorCode: 'SPW-4007' });
    });

    test.each(['application/json; charset=utf-8', 'Application/JSON; Charset="UTF-8"', 'application/cloudevents+json'])(
      '%s is read',
      async (contentType) => {
        expect((await post(edge.port, '{}', { 'content-type': contentType })).status).toBe(200);
      },
    );
  });
});
