import { describe, expect, it } from '@jest/globals';
import { initialRunStatus, nextRunStatus, shownRunState, type RunEvent } from './run-state.js';

function after(...events: RunEvent[]) {
  return shownRunState(events.reduce(nextRunStatus, initialRunStatus));
}

const joined: RunEvent[] = [{ type: 'joining' }, { type: 'assigned' }];
const arrived = (partitionProblem?: string): RunEvent => ({ type: 'batch-arrived', partitionProblem });
const rejected: RunEvent = { type: 'work-suspended', reason: 'warehouse away' };

describe('run state', () => {
  it('goes from starting over assigning to running', () => {
    expect(after()).toEqual({ state: 'starting' });
    expect(after({ type: 'joining' })).toEqual({ state: 'assigning' });
    expect(after(...joined)).toEqual({ state: 'running' });
  });

  it('is suspended by a rejected round, with the reason, until one succeeds', () => {
    expect(after(...joined, rejected)).toEqual({ state: 'suspended', reason: 'warehouse away' });
    expect(after(...joined, rejected, arrived()).state).toBe('suspended');
    expect(after(...joined, rejected, { type: 'work-resumed' })).toEqual({ state: 'running' });
  });

  it('forgets a rejected round whose partitions were taken away: its end is never told here', () => {
    expect(after(...joined, rejected, ...joined)).toEqual({ state: 'running' });
  });

  it('is suspended by a lost source until it delivers or is assigned again', () => {
    const lost: RunEvent = { type: 'source-lost', reason: 'no broker' };
    expect(after(...joined, lost)).toEqual({ state: 'suspended', reason: 'no broker' });
    expect(after(...joined, lost, { type: 'work-resumed' }).state).toBe('suspended');
    expect(after(...joined, lost, arrived()).state).toBe('running');
    expect(after(...joined, lost, { type: 'assigned' }).state).toBe('running');
  });

  it('is suspended by a partition that cannot be read, whatever arrives from others', () => {
    const lost: RunEvent = { type: 'partition-lost', reason: 't/0 is not readable' };
    expect(after(...joined, lost)).toEqual({ state: 'suspended', reason: 't/0 is not readable' });
    expect(after(...joined, lost, arrived('t/0 is not readable')).state).toBe('suspended');
    expect(after(...joined, lost, arrived()).state).toBe('running');
    expect(after(...joined, lost, { type: 'joining' }).state).toBe('assigning');
  });

  it('is suspended by a handler that does not heed its signal, through rebalances, until it settles', () => {
    const overdue: RunEvent = { type: 'handlers-overdue', reason: 'count does not settle' };
    expect(after(...joined, overdue)).toEqual({ state: 'suspended', reason: 'count does not settle' });
    expect(after(...joined, overdue, ...joined).state).toBe('suspended');
    expect(after(...joined, overdue, { type: 'handlers-overdue', reason: undefined }).state).toBe('running');
  });

  it('is suspended while it stands still, until it gets on or its partitions are taken away', () => {
    const standing: RunEvent = { type: 'standing-still', reason: 'nothing of t/0 for 8 s' };
    expect(after(...joined, standing)).toEqual({ state: 'suspended', reason: 'nothing of t/0 for 8 s' });
    expect(after(...joined, standing, { type: 'standing-still', reason: undefined }).state).toBe('running');
    expect(after(...joined, standing, ...joined).state).toBe('running');
  });

  it('is suspended while start positions are not known', () => {
    const waiting: RunEvent = { type: 'assignment-rejected', reason: 'database away' };
    expect(after({ type: 'joining' }, waiting)).toEqual({ state: 'suspended', reason: 'database away' });
    expect(after({ type: 'joining' }, waiting, { type: 'assigned' }).state).toBe('running');
  });

  it('is stopped at a gap while partitions wait for an operator, and says so beside any other trouble', () => {
    const gap: RunEvent = { type: 'incidents', reasons: ['t/0 lost 5 to 9', 't/3 was recreated'] };
    const reason = 't/0 lost 5 to 9; t/3 was recreated';
    expect(after(...joined, gap)).toEqual({ state: 'stopped-at-gap', reason });
    expect(after(...joined, gap, rejected)).toEqual({ state: 'suspended', reason: `warehouse away; ${reason}` });
    expect(after(...joined, gap, { type: 'incidents', reasons: undefined }).state).toBe('running');
    expect(after(...joined, gap, ...joined).state).toBe('running');
  });

  it('only ends once it drains, and stays ended', () => {
    const stopping: RunEvent[] = [...joined, { type: 'stopping' }];
    expect(after(...stopping, rejected, { type: 'assigned' })).toEqual({ state: 'draining' });
    expect(after(...stopping, { type: 'stopped' }, { type: 'joining' })).toEqual({ state: 'stopped' });
  });

  it('stays failed with its reason until it is stopped', () => {
    const failed: RunEvent = { type: 'failed', reason: 'second member on an embedded store' };
    expect(after(...joined, failed, { type: 'assigned' })).toEqual({
      state: 'failed',
      reason: 'second member on an embedded store',
    });
    expect(after(...joined, failed, { type: 'stopped' }).state).toBe('stopped');
  });
});
