import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { virtualClock, type VirtualClock } from '@spillway/testing';
import type { Consumer } from 'kafkajs';
import { EventEmitter } from 'node:events';
import { ConsumerRun, type ConsumerRunEvents } from './consumer-run.js';

const names = ['GROUP_JOIN', 'REBALANCING', 'HEARTBEAT', 'FETCH', 'FETCH_START', 'CRASH', 'COMMIT_OFFSETS'];
const events = Object.fromEntries([...names, 'START_BATCH_PROCESS', 'REQUEST'].map((name) => [name, name]));
const silent: ConsumerRunEvents = {
  joined: () => {},
  rebalancing: () => {},
  batch: () => {},
  polled: () => {},
  lost: () => {},
  recovered: () => {},
  hole: () => {},
};

describe('the session of a member', () => {
  const client = new EventEmitter();
  let clock: VirtualClock;
  let life: ConsumerRun;
  let ended: Promise<unknown>;

  beforeEach(async () => {
    clock = virtualClock();
    const nothing = async (): Promise<void> => {};
    const consumer = {
      events,
      on: (name: string, listener: (event: object) => void) => client.on(name, listener),
      connect: nothing,
      subscribe: nothing,
      run: nothing,
      disconnect: nothing,
    };
    life = new ConsumerRun({
      createConsumer: () => consumer as unknown as Consumer,
      topics: ['sales'],
      fromBeginning: true,
      events: silent,
      clock,
      sessionTimeoutMs: 10_000,
      silenceMs: 60_000,
      lossMs: 5_000,
      commitTimeoutMs: 1_000,
      disconnectTimeoutMs: 1_000,
    });
    ended = life.run();
    client.emit('GROUP_JOIN', { payload: { memberAssignment: { sales: [0] } } });
  });

  afterEach(async () => {
    life.stop();
    await ended;
    client.removeAllListeners();
  });

  it('lasts its time-out from the join and from each heartbeat that was answered', async () => {
    await clock.advance(9_000);
    client.emit('HEARTBEAT', {});
    await clock.advance(10_000);
    expect(life.isSessionOver).toBe(false);
    await clock.advance(1);
    expect(life.isSessionOver).toBe(true);
    client.emit('HEARTBEAT', {});
    expect(life.isSessionOver).toBe(false);
  });

  it('counts from when a heartbeat was sent: the process may have been halted before it heard the answer', async () => {
    const sentAt = clock.nowMs();
    await clock.advance(10_001);
    client.emit('REQUEST', { payload: { apiName: 'Fetch', sentAt: clock.nowMs() } });
    client.emit('REQUEST', { payload: { apiName: 'Heartbeat', sentAt } });
    client.emit('HEARTBEAT', {});
    expect(life.isSessionOver).toBe(true);
  });

  it('gets no longer when the clock of the process is set back before a heartbeat is answered', async () => {
    const sentAt = clock.nowMs();
    clock.set(-3_600_000);
    client.emit('REQUEST', { payload: { apiName: 'Heartbeat', sentAt } });
    client.emit('HEARTBEAT', {});
    await clock.advance(10_001);
    expect(life.isSessionOver).toBe(true);
  });

  it('is none while the group rebalances, and begins anew with the join', async () => {
    client.emit('REQUEST', { payload: { apiName: 'Heartbeat', sentAt: clock.nowMs() } });
    client.emit('REBALANCING', {});
    await clock.advance(20_000);
    expect(life.isSessionOver).toBe(false);
    client.emit('GROUP_JOIN', { payload: { memberAssignment: {} } });
    await clock.advance(10_000);
    expect(life.isSessionOver).toBe(false);
    await clock.advance(1);
    expect(life.isSessionOver).toBe(true);
  });
});
