import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defineEvent, defineUpcaster } from '@spillway/events';
import { readConfig } from '@spillway/streaming';
import { registryConfigSchema } from '../registry/registry-config.js';
import { registryCodec } from './registry-codec.js';

interface Note {
  readonly text: string;
}
const Note = defineEvent<Note>({
  topic: 'notes',
  schema: { type: 'record', name: 'Note', namespace: 'shop', fields: [{ name: 'text', type: 'string' }] },
  key: () => 'k',
});
/** `hi`, and a text that is no UTF-8. */
const [note, broken] = [Buffer.from('0000000007046869', 'hex'), Buffer.from('000000000702ff', 'hex')];

let folder: string;
let server: Server;
let url: string;

/** A registry that has the schema under one id. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-codec-'));
  server = createServer((request, response) => {
    const body = { id: 7, version: 1, subject: Note.subject, schema: JSON.stringify(Note.schema) };
    const answer = request.url?.endsWith('/versions') ? [{ subject: Note.subject, version: 1 }] : body;
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await close();
});

const close = (): Promise<unknown> => new Promise((resolve) => server.close(resolve));

function codecWith(variables: Readonly<Record<string, string>> = {}, dataDir?: string) {
  const config = readConfig(registryConfigSchema, { SPILLWAY_REGISTRY_URL: url, ...variables });
  return registryCodec({ config, dataDir, definitions: [Note] });
}

describe('the codec that a configuration makes', () => {
  it('reads what it knew while the registry is away, after a restart too, where a folder is named', async () => {
    const copies = { SPILLWAY_SCHEMA_COPY_DIR: folder };
    expect(await codecWith(copies).decode(note)).toMatchObject({ type: Note.type, payload: { text: 'hi' } });
    await close();
    expect(await codecWith(copies).decode(note)).toMatchObject({ type: Note.type, payload: { text: 'hi' } });
    await expect(codecWith().decode(note)).rejects.toMatchObject({ code: 'SPW-3003' });
  });

  it('keeps what it knew in the folder of the app, unless it is told to keep nothing', async () => {
    await codecWith({}, folder).decode(note);
    const nothing = { SPILLWAY_SCHEMA_COPY_DIR: 'memory:' };
    await codecWith(nothing, join(folder, 'other')).decode(note);
    expect(readdirSync(folder)).toEqual(['schemas']);
    await close();
    expect(await codecWith({}, folder).decode(note)).toMatchObject({ type: Note.type });
    await expect(codecWith({}, 'memory:').decode(note)).rejects.toMatchObject({ code: 'SPW-3003' });
    await expect(codecWith(nothing, folder).decode(note)).rejects.toMatchObject({ code: 'SPW-3003' });
  });

  it('keeps no login, and knows the registry again by another one', async () => {
    const withLogin = (login: string) =>
      codecWith({ SPILLWAY_REGISTRY_URL: url.replace('//', `//${login}@`) }, folder).decode(note);
    await withLogin('me:hunter2');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files).toHaveLength(1);
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name), 'utf8')).not.toMatch(/hunter2/);
    await close();
    expect(await withLogin('me:new')).toMatchObject({ type: Note.type });
  });

  it('reads released versions through the upcasters it is given', async () => {
    const fields = [{ name: 'words', type: { type: 'array', items: 'string' } }];
    const Today = defineEvent<{ readonly words: readonly string[] }>({
      ...{ topic: Note.topic, key: () => 'k' },
      schema: { type: 'record', name: 'Note', namespace: 'shop', fields },
    });
    const upcast = ({ text }: Note) => ({ words: text.split(' ') });
    const upcasters = [defineUpcaster({ to: Today, from: Note.schema, upcast })];
    const config = readConfig(registryConfigSchema, { SPILLWAY_REGISTRY_URL: url });
    const codec = registryCodec({ config, definitions: [Today], upcasters });
    expect(await codec.decode(note)).toMatchObject({ definition: Today, payload: { words: ['hi'] } });
  });

  it('guards every topic but those that are trusted', async () => {
    const codec = codecWith({ SPILLWAY_TRUSTED_TOPICS: 'own, notes' });
    const from = (topic: string) => ({ topic, headers: {} });
    expect(await codec.decode(broken, from('notes'))).toMatchObject({ payload: { text: '\ufffd' } });
    await expect(async () => codec.decode(broken, from('others'))).rejects.toMatchObject({
      code: 'SPW-3001',
      context: { reason: 'utf8' },
    });
  });
});
