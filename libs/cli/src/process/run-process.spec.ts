import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { runProcess } from './run-process.js';
import { startSource } from '../../../../test/support/source-process.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** An app that takes requests and answers none. */
async function silentApp(): Promise<{ readonly url: string; readonly asked: Promise<unknown> }> {
  const { promise: asked, resolve } = Promise.withResolvers();
  server = createServer(() => resolve(undefined));
  await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const spillway = (...args: readonly string[]) => startSource('test/support/children/spillway.ts', args);

describe('the process', () => {
  it('ends with 130 when it is interrupted, whatever it waits for', async () => {
    const { url, asked } = await silentApp();
    const command = spillway('dlq', 'ls', 'payments', '--url', url);
    await asked;
    process.kill(command.pid, 'SIGINT');
    expect(await command.ended).toBe(130);
    expect(command.said).toEqual([]);
  });

  it.each(['stdout', 'stderr'] as const)(
    'ends with 141, and without a word, when nobody reads its %s',
    async (stream) => {
      const words = stream === 'stdout' ? ['--help'] : ['statu'];
      const command = startSource('test/support/children/spillway.ts', words, {}, [stream]);
      expect(await command.ended).toBe(141);
      expect(command.said).toEqual([]);
    },
  );

  it('ends with the code of what it did', async () => {
    const [help, usage] = [spillway('--help'), spillway('statu')];
    expect(await help.ended).toBe(0);
    expect(await usage.ended).toBe(2);
  });

  it('refuses a Node that is too old, with what to do', async () => {
    let told = '';
    const old = {
      version: 'v20.20.2',
      argv: ['node', 'spillway', 'status'],
      stderr: { write: (text: string) => (told += text) },
    };
    await runProcess(old as unknown as NodeJS.Process);
    expect((old as { exitCode?: number }).exitCode).toBe(1);
    expect(told).toMatch(/^SPW-1000 {2}Node 20\.20\.2 is too old: 24\.9 or newer is needed\.\n {10}\S/);
  });

  it('asks nobody where there is no terminal', async () => {
    const command = spillway('dlq', 'send-back', 'payments', 't/0/1', '--url', 'http://127.0.0.1:1');
    expect(await command.ended).toBe(2);
    expect(command.said.join('\n')).toContain('Nobody can be asked here: add --yes');
  });
});
