import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { registryHistory } from './registry-history.js';

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))));

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: unknown;
}

/** A registry that answers by path, and notes what it is asked. */
async function registry(answers: Readonly<Record<string, Answer>>, credentials: object = {}, login = '') {
  const asked: string[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push(`${url}${headers.authorization === undefined ? '' : ` ${headers.authorization}`}`);
    const { status = 200, type = 'application/vnd.schemaregistry.v1+json', body } = answers[url!]!;
    response.writeHead(status, { 'content-type': type, connection: 'close' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://${login}127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { history: registryHistory({ url, timeoutMs: 2_000, ...credentials }), asked };
}

const none = (code: number): Answer => ({ status: 404, body: { error_code: code, message: 'not found' } });
const version = (number: number, schema: unknown, more: object = {}): Answer => ({
  body: { subject: 's', id: 7, version: number, schema: JSON.stringify(schema), ...more },
});

describe('the history in a registry', () => {
  it('gives the versions of a subject, oldest first, as Confluent writes them', async () => {
    const { history, asked } = await registry(
      {
        '/subjects/a%2Fb/versions': { body: [3, 1] },
        '/subjects/a%2Fb/versions/1': version(1, 'string'),
        '/subjects/a%2Fb/versions/3': version(3, { type: 'record', name: 'R', fields: [] }, { schemaType: 'AVRO' }),
      },
      { username: 'u', password: 'p' },
    );
    expect(await history.versions('a/b')).toEqual([
      { version: 1, schema: 'string', references: new Map() },
      { version: 3, schema: { type: 'record', name: 'R', fields: [] }, references: new Map() },
    ]);
    expect(asked.map((line) => line.split(' ').slice(1).join(' '))).toEqual(Array(3).fill('Basic dTpw'));
  });

  it('is asked with the login that stands in the address', async () => {
    const { history, asked } = await registry({ '/subjects': { body: ['s'] } }, {}, 'u:p@');
    expect(await history.subjects()).toEqual(['s']);
    expect(asked).toEqual(['/subjects Basic dTpw']);
  });

  it('brings the schemas that a version refers to, and theirs', async () => {
    const reference = (name: string) => ({ references: [{ name, subject: name, version: 1 }] });
    const { history } = await registry({
      '/subjects/s/versions/latest': version(2, { type: 'array', items: 'shop.Line' }, reference('shop.Line')),
      '/subjects/shop.Line/versions/1': version(1, { line: 1 }, reference('shop.Code')),
      '/subjects/shop.Code/versions/1': version(1, { code: 1 }),
    });
    const latest = await history.latest('s');
    expect([...latest!.references]).toEqual([
      ['shop.Line', { line: 1 }],
      ['shop.Code', { code: 1 }],
    ]);
  });

  it('does not follow references in a circle', async () => {
    const circle = { references: [{ name: 's', subject: 's', version: 1 }] };
    const { history, asked } = await registry({
      '/subjects/s/versions': { body: [1] },
      '/subjects/s/versions/1': version(1, 'string', circle),
    });
    await expect(history.versions('s')).rejects.toMatchObject({ code: 'SPW-3008' });
    expect(asked.length).toBeLessThan(20);
  });

  it('knows what is not there by the registry’s own word', async () => {
    const { history } = await registry({
      '/subjects': { body: [] },
      '/subjects/s/versions': none(40401),
      '/subjects/s/versions/latest': none(40402),
      '/config/s': none(40408),
    });
    expect(await history.subjects()).toEqual([]);
    expect(await history.versions('s')).toEqual([]);
    expect(await history.latest('s')).toBeUndefined();
    expect(await history.compatibility('s')).toBeUndefined();
  });

  it('gives the mode of a subject', async () => {
    const { history } = await registry({ '/config/s': { body: { compatibilityLevel: 'FULL' } } });
    expect(await history.compatibility('s')).toBe('FULL');
  });

  it.each<[string, Answer]>([
    ['a page in place of an answer (200)', { type: 'text/html', body: '<h1>Welcome</h1>' }],
    ['a 404 of somebody else', { status: 404, type: 'text/html', body: 'Not Found' }],
    ['a 404 without a code', { status: 404, body: { message: 'no route' } }],
    ['an object in place of a list', { body: { subjects: [] } }],
    ['a list of something else', { body: [{ name: 's' }] }],
    ['an error with status 200', { body: { error_code: 40401, message: 'not found' } }],
    ['a failure', { status: 500, body: { error_code: 50001, message: 'error in the backend' } }],
    ['refused credentials', { status: 401, body: { error_code: 401, message: 'unauthorized' } }],
  ])('takes %s for an outage, never for a subject without versions', async (_what, answer) => {
    const { history } = await registry({ '/subjects': answer, '/subjects/s/versions': answer });
    await expect(history.subjects()).rejects.toMatchObject({ code: 'SPW-3003' });
    await expect(history.versions('s')).rejects.toMatchObject({ code: 'SPW-3003' });
  });

  it('refuses versions that are no Avro', async () => {
    const { history } = await registry({
      '/subjects/s/versions': { body: [1] },
      '/subjects/s/versions/1': version(1, {}, { schemaType: 'PROTOBUF' }),
      '/subjects/t/versions': { body: [1] },
      '/subjects/t/versions/1': { body: { version: 1, schema: 'syntax = "proto3";' } },
    });
    await expect(history.versions('s')).rejects.toMatchObject({ code: 'SPW-3008' });
    await expect(history.versions('t')).rejects.toMatchObject({ code: 'SPW-3008' });
  });
});
