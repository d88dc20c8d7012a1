import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OrderPlaced, SpillwayError } from '@spillway/events';
import { httpRegistry } from './http-registry.js';

type Closable = Pick<Server, 'close'> & { closeAllConnections?(): void };
const servers: Closable[] = [];
/** For registries that never answer; whoever answers has the usual time, as a busy machine may stand still. */
const timeoutMs = 400;

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server as Closable);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/apis/ccompat/v7`;
}

const serve = (listener: RequestListener): Promise<string> => listen(createServer(listener));

/** A server that gives everybody the same answer. */
function answering(
  status: number,
  body: string,
  contentType = 'application/vnd.schemaregistry.v1+json',
): Promise<string> {
  return serve((_request, response) => response.writeHead(status, { 'content-type': contentType }).end(body));
}

const errorBody = (code: number): string => JSON.stringify({ error_code: code, message: 'as the registry says it' });
const schemaOf = (url: string, waitMs?: number): Promise<unknown> =>
  httpRegistry({ url, timeoutMs: waitMs }).schemaById(7);

describe('a registry that does not answer is unavailable, never "not found"', () => {
  const outages: Record<string, () => Promise<string>> = {
    'nobody listens': async () => {
      const url = await answering(200, '{}');
      await new Promise((resolve) => servers.pop()!.close(resolve));
      return url;
    },
    'its name does not resolve': () => Promise.resolve('http://registry.invalid'),
    'it says nothing': () => serve(() => {}),
    'it stops within the answer': () =>
      serve(
        (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"sch'),
      ),
    'it sends a byte now and then': () =>
      serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      }),
    'the connection dies at once': () => listen(createSocketServer((socket) => socket.destroy())),
    'the connection dies within the answer': () =>
      serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"sch');
        setTimeout(() => response.destroy(), 10);
      }),
    'something else than HTTP answers': () =>
      listen(createSocketServer((socket) => socket.end('+PONG\r\n', () => socket.destroy()))),
    'it fails (500)': () => answering(500, errorBody(50001)),
    'it fails with a code that means "not found" elsewhere': () => answering(500, errorBody(40403)),
    'a proxy says 502 in HTML': () => answering(502, '<h1>Bad Gateway</h1>', 'text/html'),
    'it is overloaded (503)': () => answering(503, ''),
    'it asks to slow down (429)': () => answering(429, errorBody(42900)),
    'it refuses the credentials (401)': () => answering(401, errorBody(40101)),
    'it forbids it (403)': () => answering(403, errorBody(40301)),
    'somebody says 400': () => answering(400, errorBody(400)),
    'a login page answers 200': () => answering(200, '<html>Sign in</html>', 'text/html'),
    'a login page calls itself JSON': () => answering(200, '<html>Sign in</html>'),
    '200 is empty': () => answering(200, ''),
    '200 is JSON but no answer': () => answering(200, '"ok"'),
    '200 has no schema': () => answering(200, '{"other":1}'),
    '404 is a page': () => answering(404, '<h1>Not Found</h1>', 'text/html'),
    '404 is JSON of somebody else': () => answering(404, '{"message":"no Route matched"}', 'application/json'),
    '404 has another code': () => answering(404, errorBody(40402)),
    '404 has the code as text only': () => answering(404, '40403', 'text/plain'),
    'it redirects': () =>
      serve((_request, response) => response.writeHead(302, { location: 'https://login.invalid/' }).end()),
    'its answer is endless': () =>
      serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(`"${'x'.repeat(17 * 1024 * 1024)}"`);
      }),
  };

  it.each(Object.entries(outages))('%s', async (_name, start) => {
    const url = await start();
    const started = performance.now();
    const error: unknown = await schemaOf(url, timeoutMs).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SpillwayError);
    expect(error).toMatchObject({ code: 'SPW-3003', retryable: true });
    expect(performance.now() - started).toBeLessThan(timeoutMs + 1_500);
  });

  it('is asked once per call: whoever waits decides about asking again', async () => {
    let calls = 0;
    const url = await serve((_request, response) => {
      calls++;
      response.writeHead(500).end();
    });
    await expect(schemaOf(url, timeoutMs)).rejects.toMatchObject({ code: 'SPW-3003' });
    expect(calls).toBe(1);
  });

  it('leaves credentials out of what it reports', async () => {
    const url = await answering(401, errorBody(40101));
    const asked = httpRegistry({ url, username: 'me', password: 'hunter2', timeoutMs }).schemaById(1);
    const error = await asked.catch((thrown: unknown) => thrown as SpillwayError);
    expect(
      JSON.stringify([error, (error as SpillwayError).message, String((error as SpillwayError).cause)]),
    ).not.toContain('hunter2');
  });
});

/** Answers by path; anything else is 404 of somebody else. */
const routes = (answers: Readonly<Record<string, unknown>>): Promise<string> =>
  serve(({ url = '' }, response) => {
    const path = url.replace('/apis/ccompat/v7', '');
    const answer = answers[path] as { error_code?: number } | undefined;
    const status = answer === undefined ? 404 : answer.error_code === undefined ? 200 : 404;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
  });

describe('a registry whose schemas refer to others', () => {
  const schema = '{"type":"record","name":"A","fields":[{"name":"b","type":"B"}]}';
  const references = [{ name: 'B', subject: 'shop/B', version: 2 }];
  const refused = (more: object) => ({ code: 'SPW-3003', ...more });

  it('is asked for the version referred to', async () => {
    const b = { type: 'enum', name: 'B', symbols: ['X'] };
    const url = await routes({
      '/schemas/ids/7': { schema, references },
      '/subjects/shop%2FB/versions/2': { subject: 'shop/B', version: 2, id: 3, schema: JSON.stringify(b) },
    });
    expect(await schemaOf(url)).toMatchObject({ fields: [{ name: 'b', type: b }] });
  });

  it.each([40401, 40402, 40403])('and that says it has no such version (%d): wait for it', async (code) => {
    const url = await routes({
      '/schemas/ids/7': { schema, references },
      '/subjects/shop%2FB/versions/2': { error_code: code },
    });
    await expect(schemaOf(url)).rejects.toMatchObject({
      code: 'SPW-3002',
      context: { subject: 'shop/B', version: 2 },
    });
  });

  it.each<[string, unknown]>([
    ['no list', 'B'],
    ['without a version', [{ name: 'B', subject: 's' }]],
    ['null', [null]],
  ])('in a way that is none (%s): no usable answer', async (_name, nonsense) => {
    const url = await routes({ '/schemas/ids/7': { schema, references: nonsense } });
    await expect(schemaOf(url)).rejects.toMatchObject(refused({ retryable: true }));
  });

  it('gives schemas by GUID and the versions of an id, as Confluent publishes it', async () => {
    const guid = '89791762-2336-4186-9674-299b90a802e2';
    const url = await routes({
      [`/schemas/guids/${guid}`]: { schema: '"string"', schemaType: 'AVRO' },
      '/schemas/ids/7/versions': [{ subject: 's', version: 1 }],
      '/schemas/ids/8/versions': { error_code: 40403 },
      '/schemas/ids/9/versions': [{ subject: 's' }],
    });
    const registry = httpRegistry({ url });
    expect(await registry.schemaByGuid(guid)).toBe('string');
    expect(await registry.versionsOf(7)).toEqual([{ subject: 's', version: 1 }]);
    await expect(registry.versionsOf(8)).rejects.toMatchObject({ code: 'SPW-3002' });
    await expect(registry.versionsOf(9)).rejects.toMatchObject(refused({}));
    await expect(registry.schemaByGuid('0')).rejects.toMatchObject(refused({}));
  });

  it('knows no schema by GUID where it answers and has no such path; something else in its place has no say', async () => {
    const url = await routes({ '/schemas/types': ['AVRO'] });
    await expect(httpRegistry({ url }).schemaByGuid('0')).rejects.toMatchObject({ code: 'SPW-3002' });
    await expect(httpRegistry({ url: await routes({}) }).schemaByGuid('0')).rejects.toMatchObject(refused({}));
  });
});

describe('a registry that answers', () => {
  it.each([40401, 40403])('says "not found" by its own code (%d)', async (code) => {
    await expect(schemaOf(await answering(404, errorBody(code)))).rejects.toMatchObject({ code: 'SPW-3002' });
    const url = await answering(404, errorBody(code));
    await expect(httpRegistry({ url }).lookUp(OrderPlaced.subject, OrderPlaced.schema)).resolves.toBeUndefined();
  });

  it('gives schemas that are not Avro: unreadable', async () => {
    const url = await answering(200, JSON.stringify({ schemaType: 'PROTOBUF', schema: 'message A {}' }));
    await expect(schemaOf(url)).rejects.toMatchObject({ code: 'SPW-3001' });
    await expect(schemaOf(await answering(200, '{"schema":"message A {}"}'))).rejects.toMatchObject({
      code: 'SPW-3001',
    });
  });

  it('56 a schema of 5 MB: refused, which is no outage', async () => {
    const schema = JSON.stringify({ type: 'record', name: 'A', doc: 'x'.repeat(5_000_000), fields: [] });
    const url = await answering(200, JSON.stringify({ schema }));
    // 5 MB take their time on a busy machine.
    const answer = await httpRegistry({ url, timeoutMs: 20_000 })
      .schemaById(7)
      .catch((error: unknown) => error);
    expect(answer).toMatchObject({ code: 'SPW-3001', context: { reason: 'schema', schemaId: 7 } });
  });

  it.each([409, 422])('refuses a contract (%d)', async (status) => {
    const url = await answering(status, errorBody(status === 409 ? 409 : 42201));
    const registering = httpRegistry({ url }).register(OrderPlaced.subject, OrderPlaced.schema);
    await expect(registering).rejects.toMatchObject({ code: 'SPW-3007', retryable: false });
    await expect(registering).rejects.toThrow(/as the registry says it/);
  });

  describe('and wants a login', () => {
    const locked = (password = 'p@:w%') =>
      serve(({ headers }, response) => {
        const isKnown = headers.authorization === `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
        response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
        response.end(isKnown ? '{"schema":"\\"string\\""}' : errorBody(401));
      });

    it('has it from its address', async () => {
      const url = (await locked()).replace('//', '//me:p%40%3Aw%25@');
      expect(await schemaOf(url)).toBe('string');
      expect(await httpRegistry({ url }).schemaByGuid('0')).toBe('string');
    });

    it('has it from its own settings rather than from its address', async () => {
      const url = (await locked()).replace('//', '//other:wrong@');
      expect(await httpRegistry({ url, username: 'me', password: 'p@:w%' }).schemaById(7)).toBe('string');
    });

    it('takes a sign of percent that escapes nothing as it stands', async () => {
      expect(await schemaOf((await locked('50%')).replace('//', '//me:50%@'))).toBe('string');
    });

    it('refuses another, which is reported without it', async () => {
      const error = await schemaOf((await locked()).replace('//', '//me:hunter2@')).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'SPW-3003', message: expect.stringMatching(/127\.0\.0\.1.*status 401/) });
      expect(String((error as SpillwayError).message)).not.toMatch(/hunter2|me:/);
    });
  });

  it('is asked as Confluent says, with authentication', async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          asked.push([request.method, request.url, request.headers.authorization, Buffer.concat(chunks).toString()]);
          response
            .writeHead(200, { 'content-type': 'application/json' })
            .end('{"id":3,"guid":"89791762-2336-4186-9674-299B90A802E2","version":2,"schema":"\\"string\\""}');
        });
    });
    const registry = httpRegistry({ url: `${url}/`, username: 'me', password: 'p:w' });
    expect(await registry.schemaById(3)).toBe('string');
    expect(await registry.register('t/x-n.E', 'string')).toBe(3);
    expect(await registry.lookUp('s', 'string')).toEqual({
      ...{ id: 3, version: 2 },
      guid: '89791762-2336-4186-9674-299b90a802e2',
    });
    await registry.setCompatibility('s', 'BACKWARD_TRANSITIVE');
    const basic = `Basic ${Buffer.from('me:p:w').toString('base64')}`;
    const base = '/apis/ccompat/v7';
    expect(asked).toEqual([
      ['GET', `${base}/schemas/ids/3`, basic, ''],
      ['POST', `${base}/subjects/t%2Fx-n.E/versions`, basic, '{"schema":"\\"string\\""}'],
      ['POST', `${base}/subjects/s`, basic, '{"schema":"\\"string\\""}'],
      ['PUT', `${base}/config/s`, basic, '{"compatibility":"BACKWARD_TRANSITIVE"}'],
    ]);
  });
});
