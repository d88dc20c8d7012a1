import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { exportReadLimits, patientLimits, readLimits } from '../query/read-runner.js';
import { insertStatement } from '../write/insert-statement.js';
import { openRemoteConnections, type ServerUser } from './open-remote-connections.js';
import { statementLimitsMs, type ConnectionName } from './statement-limits.js';

/** Who asks on each connection. */
async function usersOf(reader?: ServerUser): Promise<Record<string, string>> {
  let asker = '';
  const server = createServer((request, response) => {
    asker = Buffer.from(request.headers.authorization?.split(' ')[1] ?? '', 'base64').toString();
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { close, stagingDir, pools, engineBytes, ...clients } = openRemoteConnections({
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
  users['pools'] = Object.keys(pools).join(' ');
  await close();
  expect([stagingDir, engineBytes]).toEqual([undefined, undefined]);
  await new Promise((resolve) => server.close(resolve));
  return users;
}

it('asks questions and exports as the reader, and does all else as the writer', async () => {
  const [w, r] = ['writer:w', 'reader:r'];
  const pools = 'readers exporter writer background resumer';
  const own = { writer: w, control: w, background: w, pools };
  expect(await usersOf({ username: 'reader', password: 'r' })).toEqual({ ...own, reader: r, exporter: r });
  expect(await usersOf({ username: 'reader' })).toMatchObject({ ...own, reader: 'reader:' });
  expect(await usersOf()).toEqual({ ...own, reader: w, exporter: w });
});

it('waits for a silent server as long as a statement of the connection may take, and a little longer', async () => {
  const server = createServer((_request, response) => void setTimeout(() => response.end(), 600));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connections = openRemoteConnections({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    database: 'spillway',
    username: 'writer',
    limitsMs: { writer: 100, reader: 50, exporter: 5_000, control: 50, background: 5_000 },
    answerWithinMs: 100,
  });
  const outcomeOf = (name: ConnectionName) =>
    connections[name].command({ query: 'SELECT 1' }).then(
      () => 'answered',
      ({ message }: Error) => message,
    );
  const cut = ['Timeout error.', 'Timeout error.', 'Timeout error.'];
  expect(await Promise.all((['writer', 'reader', 'control'] as const).map(outcomeOf))).toEqual(cut);
  expect(await Promise.all((['exporter', 'background'] as const).map(outcomeOf))).toEqual(['answered', 'answered']);
  await connections.close();
  await new Promise((resolve) => server.close(resolve));
});

it('leaves a statement the time that stands in its text', () => {
  const inText = (text: string) => 1000 * Number(/max_execution_time = (\d+)/.exec(text)![1]);
  const insert = insertStatement({ table: 'events', columns: ['topic'], token: 't' });
  expect(inText(insert)).toBe(statementLimitsMs.writer);
  expect(readLimits.maxExecutionTimeMs).toBe(statementLimitsMs.reader);
  expect(exportReadLimits.maxExecutionTimeMs).toBe(statementLimitsMs.exporter);
  expect(patientLimits.maxExecutionTimeMs).toBe(statementLimitsMs.background);
});
