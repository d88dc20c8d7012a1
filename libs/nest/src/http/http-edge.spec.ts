import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { silentLogger, type LogFields } from '@spillway/streaming';
import { createAdminApp } from '../admin/create-http-app.js';
import { post, rawRequest, startEdge, type EdgeUnderTest } from './http-edge.support.js';

describe('the HTTP edge', () => {
  let edge: EdgeUnderTest;
  const errors: LogFields[] = [];
  beforeAll(async () => {
    edge = await startEdge({}, { ...silentLogger, error: (fields) => void errors.push(fields) });
  });
  afterAll(() => edge.close());

  test('lets a good document through unchanged', async () => {
    const answer = await post(edge.port, '{"a":[1,2.5,"ü",null,true]}');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ body: { a: [1, 2.5, 'ü', null, true] } });
  });

  test('answers an unknown path with a problem document that names no path', async () => {
    const answer = await fetch(`${edge.url}/no-such-place`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await answer.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ errorCode: 'SPW-4004', status: 404, type: 'urn:spillway:error:SPW-4004' });
    expect(JSON.stringify(problem)).not.toContain('no-such-place');
    expect(problem['instance']).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  });

  test('tells nothing about an unforeseen error but its code and id', async () => {
    const answer = await fetch(`${edge.url}/broken`);
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ errorCode: 'SPW-4020' });
    expect(text).not.toMatch(/hunter2|TypeError|\.ts/);
    const [entry] = errors;
    expect((JSON.parse(text) as { instance: string }).instance).toBe(`urn:uuid:${String(entry?.['requestId'])}`);
    expect(entry).toMatchObject({ errorCode: 'SPW-4020', route: '/broken', err: expect.any(TypeError) });
  });

  test('tells nothing of its own configuration either', async () => {
    const answer = await fetch(`${edge.url}/misconfigured`);
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ errorCode: 'SPW-2004' });
    expect(text).not.toMatch(/hunter2|SPILLWAY_X/);
  });

  test('sets security headers on answers and errors, and does not name its framework', async () => {
    for (const path of ['/things/1', '/no-such-place', '/health/live']) {
      const { headers } = await fetch(`${edge.url}${path}`);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    }
  });

  test('serves its description and the page that shows it', async () => {
    const description = (await (await fetch(`${edge.url}/docs-json`)).json()) as { paths: object };
    expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(['/echo', '/things/{id}']));
    expect(Object.keys(description.paths)).not.toContain('/metrics');
    const page = await fetch(`${edge.url}/docs`);
    expect(page.headers.get('content-type')).toContain('text/html');
    const script = await fetch(`${edge.url}/docs/swagger-ui-bundle.js`);
    expect(script.status).toBe(200);
  });

  test('answers malformed paths with a problem document', async () => {
    const answer = await rawRequest(edge.port, ['GET /things/%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n']);
    expect(answer.status).toBe(400);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.problem.errorCode).toBe('SPW-4000');
  });

  test('answers an over-long path parameter with 414', async () => {
    const answer = await fetch(`${edge.url}/things/${'x'.repeat(600)}`);
    expect(answer.status).toBe(414);
    expect(await answer.json()).toMatchObject({ errorCode: 'SPW-4018' });
  });

  test.each(['country=%ff', 'country=%zz', 'country=%ED%A0%80', '%'])(
    'refuses the undecodable query ?%s',
    async (query) => {
      const answer = await fetch(`${edge.url}/search?${query}`);
      expect([answer.status, await answer.json()]).toMatchObject([400, { errorCode: 'SPW-4010' }]);
    },
  );

  test.each(['limit=1&limit=2', 'limit[$gt]=1', 'sort=asc', 'limit=-1', 'limit=1e9', 'limit=0x10', 'limit='])(
    'refuses the query %s',
    async (query) => {
      const answer = await fetch(`${edge.url}/search?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ errorCode: 'SPW-4010' });
    },
  );

  test('reads good query parameters', async () => {
    const answer = await fetch(`${edge.url}/search?limit=10&country=United%20Kingdom`);
    expect(await answer.json()).toEqual({ limit: 10, country: 'United Kingdom' });
  });

  test('probes and metrics move to a server of their own when it has a port', async () => {
    const http = { host: '127.0.0.1', port: 0, adminPort: 0 };
    const moved = await startEdge(http);
    const admin = await createAdminApp(moved.app, { name: 'edge', logger: silentLogger, http });
    try {
      await admin.listen(0, '127.0.0.1');
      const adminUrl = await admin.getUrl();
      for (const path of ['/health/live', '/metrics']) {
        expect((await fetch(`${moved.url}${path}`)).status).toBe(404);
        expect((await fetch(`${adminUrl}${path}`)).status).toBe(200);
      }
      expect((await fetch(`${moved.url}/things/1`)).status).toBe(200);
      expect((await fetch(`${adminUrl}/things/1`)).status).toBe(404);
    } finally {
      await admin.close();
      await moved.close();
    }
  });

  test('liveness answers although nothing has started', async () => {
    expect((await fetch(`${edge.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${edge.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      errorCode: 'SPW-4017',
      errors: [{ pointer: '/app', detail: 'the app is starting' }],
    });
    expect((await fetch(`${edge.url}/health/startup`)).status).toBe(503);
    expect((await fetch(`${edge.url}/metrics`)).status).toBe(200);
  });
});
