import { EventEmitter } from 'node:events';
import { describe, expect, jest, test } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { runMain, type ProcessHost } from './run-main.js';
import type { RunningApp } from './running-app.js';

class FakeProcess extends EventEmitter implements ProcessHost {
  readonly env = { SPILLWAY_HTTP_PORT: '0' };
  readonly exits: number[] = [];
  readonly messages: object[] = [];
  text = '';
  readonly stderr = { write: (text: string) => (this.text += text) };
  readonly send = (message: object) => this.messages.push(message);
  exit(code: number): void {
    this.exits.push(code);
    this.emit('exited');
  }
}

const app = (close: () => Promise<void> = async () => {}): RunningApp => ({ name: 'demo', url: 'http://x', close });

describe('the main program', () => {
  test.each(['SIGTERM', 'SIGINT', 'disconnect'])('%s closes the app and exits 0', async (event) => {
    const host = new FakeProcess();
    let closed = 0;
    const running = runMain('demo', async () => app(async () => void (closed += 1)), host);
    await new Promise(setImmediate);
    expect(host.messages).toEqual([{ type: 'ready', name: 'demo', url: 'http://x' }]);
    expect(host.exits).toEqual([]);
    host.emit(event);
    await running;
    expect([closed, host.exits]).toEqual([1, [0]]);
  });

  test('an app that cannot go on is closed, and the process exits 1 for its supervisor', async () => {
    const host = new FakeProcess();
    let closed = 0;
    const failed = Promise.resolve(new SpillwayError('SPW-5010', 'The log ends at 2'));
    await runMain('demo', async () => ({ ...app(async () => void (closed += 1)), failed }), host);
    expect([closed, host.exits]).toEqual([1, [1]]);
    expect(host.text).toMatch(/cannot go on\nSPW-5010 {2}The log ends at 2/);
  });

  test('an app that fails while it is closed exits 1', async () => {
    const host = new FakeProcess();
    const { promise: failed, resolve: fail } = Promise.withResolvers<unknown>();
    const close = async (): Promise<void> => fail(new SpillwayError('SPW-5031', 'It never settled'));
    const running = runMain('demo', async () => ({ ...app(close), failed }), host);
    host.emit('SIGTERM');
    await running;
    expect(host.exits).toEqual([1]);
    expect(host.text).toMatch(/SPW-5031 {2}It never settled/);
  });

  test('a signal during the start closes what has started', async () => {
    const host = new FakeProcess();
    const running = runMain('demo', async () => (host.emit('SIGTERM'), app()), host);
    await running;
    expect(host.exits).toEqual([0]);
  });

  test('a refused configuration exits 2 and says code, cause and fix', async () => {
    const host = new FakeProcess();
    await runMain('demo', () => Promise.reject(new SpillwayError('SPW-2004', 'Two variables are wrong')), host);
    expect(host.exits).toEqual([2]);
    expect(host.text).toMatch(/SPW-2004 {2}Two variables are wrong\n {2}cause .+\n {2}fix .+/);
  });

  test('any other failure to start exits 1', async () => {
    const host = new FakeProcess();
    await runMain('demo', () => Promise.reject(new SpillwayError('SPW-1003', 'Port 3000 is taken')), host);
    await runMain('demo', () => Promise.reject(new Error('boom')), host);
    expect(host.exits).toEqual([1, 1]);
    expect(host.text).toContain('boom');
  });

  test.each(['uncaughtException', 'unhandledRejection'])('%s is said and exits 1', async (event) => {
    const host = new FakeProcess();
    void runMain('demo', async () => app(), host);
    await new Promise(setImmediate);
    host.emit(event, new Error('stray'));
    expect(host.exits).toEqual([1]);
    expect(host.text).toContain('stray');
    host.emit('SIGTERM');
  });

  test('a start that hangs does not hold a process that was told to end', async () => {
    jest.useFakeTimers();
    try {
      const host = new FakeProcess();
      const running = runMain('demo', () => new Promise(() => {}), host);
      host.emit('SIGTERM');
      await jest.advanceTimersByTimeAsync(6_000);
      await running;
      expect(host.exits).toEqual([1]);
      expect(host.text).toContain('told to end');
    } finally {
      jest.useRealTimers();
    }
  });

  test('a second Ctrl-C does not wait', async () => {
    const host = new FakeProcess();
    let release = (): void => {};
    const running = runMain('demo', async () => app(() => new Promise((resolve) => (release = resolve))), host);
    await new Promise(setImmediate);
    host.emit('SIGINT');
    host.emit('SIGINT');
    expect(host.exits).toEqual([130]);
    await new Promise(setImmediate);
    release();
    await running;
  });
});
