import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Logger } from '@spillway/streaming';
import { rawRequest, startEdge, type EdgeUnderTest } from './http-edge.support.js';

const get = (headers: string): string => `GET /things/1 HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;

describe('bad input, requests', () => {
  let edge: EdgeUnderTest;
  const logged: string[] = [];
  const note = (fields: object, message: string): void => void logged.push(JSON.stringify(fields) + message);
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  beforeAll(async () => {
    edge = await startEdge({}, logger);
  });
  afterAll(() => edge.close());

  describe('row 21: header names and values with CR LF, non-ASCII, 64 KB in all', () => {
    test.each([
      ['a bare CR in a value', 'X-A: one\rX-B: two\r\n'],
      ['a bare LF in a value', 'X-A: one\nX-B two\r\n'],
      ['NUL in a value', 'X-A: a\0b\r\n'],
      ['a space in a name', 'X A: 1\r\n'],
      ['non-ASCII in a name', 'X-\u00fc: 1\r\n'],
      ['non-ASCII in a value', 'X-A: \u00fc\r\n'],
      ['control characters in a value', 'X-A: \u001b[31m\r\n'],
    ])('%s gets 400', async (_what, header) => {
      const answer = await rawRequest(edge.port, [get(header)]);
      expect(answer.status).toBe(400);
      expect(answer.problem.errorCode).toBe('SPW-4000');
    });

    test('64 KB of headers get 431', async () => {
      const answer = await rawRequest(edge.port, [get(`X-A: ${'a'.repeat(64 * 1024)}\r\n`)]);
      expect(answer.status).toBe(431);
      expect(answer.problem.errorCode).toBe('SPW-4013');
      expect(answer.closed).toBe(true);
    });

    test('non-ASCII in the address gets 400', async () => {
      const answer = await rawRequest(edge.port, ['GET /things/\u00fc HTTP/1.1\r\nHost: x\r\n\r\n']);
      expect(answer.status).toBe(400);
    });
  });

  describe('row 27: a key in the query string', () => {
    test.each(['api_key', 'apikey', 'X-Api-Key', 'token', 'access_token', 'password', 'client_secret'])(
      '%s gets 400 and is logged as leaked, without its value',
      async (name) => {
        logged.length = 0;
        const answer = await fetch(`${edge.url}/things/1?${name}=hunter2`);
        expect(answer.status).toBe(400);
        const text = await answer.text();
        expect(JSON.parse(text)).toMatchObject({ errorCode: 'SPW-4011' });
        expect(text).not.toContain('hunter2');
        expect(logged.join('\n')).toContain('leaked');
        expect(logged.join('\n')).not.toContain('hunter2');
      },
    );

    test('a parameter that only sounds alike is fine', async () => {
      expect((await fetch(`${edge.url}/things/1?key=C12345&tokenizer=x`)).status).toBe(200);
    });
  });

  describe('row 28: over rate', () => {
    test('gets 429 with Retry-After; unknown paths count, probes do not, X-Forwarded-For changes nothing', async () => {
      const limited = await startEdge({ rateLimitPerMinute: 3 });
      try {
        await fetch(`${limited.url}/things/1`);
        await fetch(`${limited.url}/no-such-place`);
        expect((await fetch(`${limited.url}/things/1`)).status).toBe(200);
        const answer = await fetch(`${limited.url}/things/1`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
        expect(answer.status).toBe(429);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
        expect(await answer.json()).toMatchObject({ errorCode: 'SPW-4012', status: 429 });
        expect((await fetch(`${limited.url}/health/live`)).status).toBe(200);
        expect((await fetch(`${limited.url}/metrics`)).status).toBe(200);
      } finally {
        await limited.close();
      }
    });
  });

  describe('row 29: request smuggling', () => {
    const smuggled = 'GET /things/smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
    const head = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    test.each([
      [
        'Content-Length and Transfer-Encoding',
        `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      ],
      ['two Content-Lengths', `${head}Content-Length: 2\r\nContent-Length: 50\r\n\r\n{}${smuggled}`],
      ['a list of Content-Lengths', `${head}Content-Length: 2, 50\r\n\r\n{}${smuggled}`],
      ['a folded header', `${head}X-A: 1\r\n  Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}${smuggled}`],
      [
        'an obfuscated Transfer-Encoding',
        `${head}Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}${smuggled}`,
      ],
      ['chunked that is not last', `${head}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n${smuggled}`],
      [
        'another coding below chunked',
        `${head}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n${smuggled}`,
      ],
      ['two Content-Types', `${head}Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}${smuggled}`],
      ['white space before the colon', `${head}Content-Length : 2\r\n\r\n{}${smuggled}`],
      ['a bad chunk size', `${head}Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n${smuggled}`],
      ['no Host', 'GET /things/1 HTTP/1.1\r\n\r\n'],
      ['two Hosts', 'GET /things/1 HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'],
    ])('%s gets 400 and the connection is closed', async (_what, bytes) => {
      const answer = await rawRequest(edge.port, [bytes]);
      expect(answer.status).toBe(400);
      expect(answer.closed).toBe(true);
      expect(answer.problem.errorCode).toBe('SPW-4000');
      expect(answer.body).not.toContain('smuggled');
    });
  });

  describe('row 30: TRACE and unknown methods, X-Forwarded-For', () => {
    test.each(['DELETE', 'PUT', 'TRACE', 'OPTIONS', 'PATCH', 'PURGE', 'PROPFIND'])(
      '%s on a known path gets 405 with Allow',
      async (method) => {
        const answer = await rawRequest(edge.port, [`${method} /things/1 HTTP/1.1\r\nHost: x\r\n\r\n`]);
        expect(answer.status).toBe(405);
        expect(answer.headers['allow']).toBe('GET, HEAD');
        expect(answer.problem.errorCode).toBe('SPW-4005');
      },
    );

    test('a method that HTTP does not know gets 405', async () => {
      const answer = await rawRequest(edge.port, ['FOO /things/1 HTTP/1.1\r\nHost: x\r\n\r\n']);
      expect(answer.status).toBe(405);
      expect(answer.headers['allow']).toBeDefined();
    });

    test('CONNECT gets 405, not silence', async () => {
      const answer = await rawRequest(edge.port, ['CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n']);
      expect([answer.status, answer.problem.errorCode, answer.closed]).toEqual([405, 'SPW-4005', true]);
    });

    test('an expectation that nobody can meet gets 417', async () => {
      const answer = await rawRequest(edge.port, [get('Expect: miracles\r\n')]);
      expect(answer.status).toBe(417);
      expect(answer.problem.errorCode).toBe('SPW-4019');
    });

    test('TRACE on an unknown path is 404, and never echoes', async () => {
      const answer = await rawRequest(edge.port, ['TRACE /nowhere HTTP/1.1\r\nHost: x\r\nX-Secret: hunter2\r\n\r\n']);
      expect(answer.status).toBe(404);
      expect(answer.body).not.toContain('hunter2');
    });
  });
});
