import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { openRemoteConnections, type ServerUser } from './open-remote-connections.js';

/** Who asks on each connection. */
async function usersOf(reader?: ServerUser): Promise<Record<string, string>> {
  let asker = '';
  const server = createServer((request, response) => {
    asker = Buffer.from(request.headers.authorization?.split(' ')[1] ?? '', 'base64').toString();
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { close, stagingDir, ...clients } = openRemoteConnections({
    url,
    database: 'spillway',
    username: 'writer',
    password: 'w',
    reader,
  });
  const users: Record<string, string> = {};
  for (const [name, client] of Object.entries(clients)) {
    await client.command({ query: 'SELECT 1' });
    users[name] = asker;
  }
  await close();
  expect(stagingDir).toBeUndefined();
  await new Promise((resolve) => server.close(resolve));
  return users;
}

it('asks questions and exports as the reader, and does all else as the writer', async () => {
  const [w, r] = ['writer:w', 'reader:r'];
  const own = { writer: w, control: w, background: w };
  expect(await usersOf({ username: 'reader', password: 'r' })).toEqual({ ...own, reader: r, exporter: r });
  expect(await usersOf({ username: 'reader' })).toMatchObject({ ...own, reader: 'reader:' });
  expect(await usersOf()).toEqual({ ...own, reader: w, exporter: w });
});
