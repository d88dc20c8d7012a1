import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { silentLogger, type Transport } from '@spillway/streaming';
import { memoryStateStore, transportWith } from '@spillway/testing';
import { demoModule, parcelTransport } from '../server/demo-app.support.js';
import { runMain, type ProcessHost } from './run-main.js';
import { startHttpApp } from './start-http-app.js';

class FakeProcess extends EventEmitter implements ProcessHost {
  readonly env = {};
  readonly exits: number[] = [];
  text = '';
  readonly stderr = { write: (text: string) => (this.text += text) };
  exit(code: number): void {
    this.exits.push(code);
  }
}

const brokenWhenClosed = (transport: Transport): Transport =>
  transportWith(transport, { close: () => Promise.reject(new Error('the broker hung up')) });

test('a stop in which a step failed exits 1 and says which, after the steps behind it', async () => {
  const host = new FakeProcess();
  let isStateClosed = false;
  const state = { ...memoryStateStore(), close: async () => void (isStateClosed = true) };
  const transport = brokenWhenClosed(await parcelTransport());
  const options = { name: 'demo', logger: silentLogger, http: { host: '127.0.0.1', port: 0 } };
  const ended = runMain('demo', () => startHttpApp(demoModule({ transport, state }), options), host);
  host.emit('SIGTERM');
  await ended;
  expect(host.exits).toEqual([1]);
  expect(host.text).toMatch(/did not close cleanly\nSPW-1013 {2}demo: transport \(.*the broker hung up\)\n {2}cause /);
  expect(isStateClosed).toBe(true);
});

test('a stop in order exits 0 and says nothing', async () => {
  const host = new FakeProcess();
  const options = { name: 'demo', logger: silentLogger, http: { host: '127.0.0.1', port: 0 } };
  const transport = await parcelTransport();
  const ended = runMain('demo', () => startHttpApp(demoModule({ transport }), options), host);
  host.emit('SIGTERM');
  await ended;
  expect([host.exits, host.text]).toEqual([[0], '']);
});
