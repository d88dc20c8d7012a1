import { describe, expect, it } from '@jest/globals';
import type { FlowItem } from '../item/flow-item.js';
import { Suspension } from './suspension.js';

const item = {} as FlowItem;
const other = {} as FlowItem;

function open() {
  const state = { nowMs: 1_000, waitedMs: 0 };
  const suspension = new Suspension(
    () => state.nowMs,
    (durationMs) => (state.waitedMs += durationMs),
  );
  return { state, suspension };
}

describe('what a flow waits for', () => {
  it('is in trouble until everybody could write', () => {
    const { suspension } = open();
    suspension.inTrouble(item, 'a cannot be written');
    suspension.inTrouble(other, 'b cannot be written');
    expect(suspension.trouble).toBe('a cannot be written');
    suspension.inTrouble(item, undefined);
    expect(suspension.trouble).toBe('b cannot be written');
    suspension.inTrouble(other, undefined);
    expect(suspension.reason).toBeUndefined();
  });

  it('counts the time of a trouble, with every try', () => {
    const { state, suspension } = open();
    suspension.inTrouble(item, 'no');
    state.nowMs += 200;
    suspension.inTrouble(item, 'still no');
    expect(state.waitedMs).toBe(200);
    state.nowMs += 300;
    suspension.inTrouble(item, undefined);
    state.nowMs += 1_000;
    suspension.inTrouble(item, 'again');
    expect(state.waitedMs).toBe(500);
  });

  it('counts time once in which an item and a writer wait', () => {
    const { state, suspension } = open();
    suspension.stall(item, { waitUntilMs: 5_000, reason: 'away' });
    state.nowMs += 100;
    suspension.inTrouble(other, 'no');
    state.nowMs += 100;
    expect(suspension.takeStalled()).toEqual([item]);
    state.nowMs += 100;
    suspension.inTrouble(other, undefined);
    expect(state.waitedMs).toBe(300);
  });

  it('waits for the nearest of what items wait for', () => {
    const { suspension } = open();
    suspension.stall(item, { waitUntilMs: 9_000, reason: 'later' });
    suspension.stall(other, { waitUntilMs: 5_000, reason: 'sooner' });
    suspension.stall(item, { waitUntilMs: 7_000, reason: 'in between' });
    expect(suspension.wait).toEqual({ waitUntilMs: 5_000, reason: 'sooner' });
  });

  it('counts what it had waited when it ends, and nothing after', () => {
    const { state, suspension } = open();
    suspension.inTrouble(item, 'no');
    suspension.stall(other, { waitUntilMs: 5_000, reason: 'away' });
    state.nowMs += 400;
    suspension.end();
    state.nowMs += 400;
    suspension.end();
    expect(state.waitedMs).toBe(400);
    expect(suspension.reason).toBeUndefined();
  });
});
