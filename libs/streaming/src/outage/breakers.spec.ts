import { beforeEach, describe, expect, it } from '@jest/globals';
import { virtualClock, type VirtualClock } from '@spillway/testing';
import type { MetricLabels } from '../ports/metrics.js';
import { silentLogger } from '../ports/logger.js';
import { Breakers } from './breakers.js';

let clock: VirtualClock;
let breakers: Breakers;
let measured: string[];

beforeEach(() => {
  clock = virtualClock();
  measured = [];
  const note = (name: string, value: number, labels: MetricLabels = {}): void => {
    measured.push(
      `${name} ${labels['dependency']}${labels['reason'] === undefined ? '' : ` ${labels['reason']}`} ${value}`,
    );
  };
  const metrics = { increment: note, set: note, observe: note };
  breakers = new Breakers({ clock, logger: silentLogger, metrics, perDependency: { slow: { initialOpenMs: 5_000 } } });
});

describe('breakers', () => {
  it('have a hundred series at most, whatever handlers name: the first ones', () => {
    breakers.get('warehouse');
    for (let order = 0; order < 1_000; order++) breakers.get(`order-${order}`).open();
    breakers.get('warehouse').open();
    const labels = new Set(measured.map((line) => line.split(' ')[1]));
    expect([labels.size, labels.has('warehouse'), labels.has('other')]).toEqual([101, true, true]);
    expect(measured).toContain('spillway_breaker_opened_total other suspend 1');
    expect(measured).toContain('spillway_breaker_state warehouse 2');
    expect(measured.filter((line) => line.startsWith('spillway_breaker_state other'))).toEqual([]);
  });

  it('are one per name, closed at first', () => {
    expect(breakers.get('warehouse')).toBe(breakers.get('warehouse'));
    expect(breakers.get('warehouse').state).toBe('closed');
    expect(breakers.get('constructor').state).toBe('closed');
    expect(breakers.admit([])).toBe('go');
    expect(breakers.admit(['warehouse'])).toBe('go');
  });

  it('keep all who need it waiting while open, then let one probe through, and all after its success', async () => {
    const warehouse = breakers.get('warehouse');
    warehouse.open();
    expect(breakers.admit(['warehouse'])).toEqual({ waitUntilMs: clock.nowMs() + 1_000 });
    await clock.advance(999);
    expect(breakers.admit(['warehouse'])).not.toBe('probe');
    await clock.advance(1);
    expect([breakers.admit(['warehouse']), breakers.admit(['warehouse'])]).toEqual([
      'probe',
      { waitUntilMs: clock.nowMs() + 30_000 },
    ]);
    expect(warehouse.state).toBe('half-open');
    warehouse.succeeded();
    expect([breakers.admit(['warehouse']), breakers.admit(['warehouse'])]).toEqual(['go', 'go']);
  });

  it('open again, for longer, when the probe fails; let the next one at once when it told nothing', async () => {
    const warehouse = breakers.get('warehouse');
    warehouse.open();
    await clock.advance(1_000);
    expect(warehouse.admit()).toBe('probe');
    warehouse.undecided();
    expect(warehouse.admit()).toBe('probe');
    warehouse.failed();
    expect(warehouse.admit()).toEqual({ waitUntilMs: clock.nowMs() + 2_000 });
  });

  it('take no probe from one while another makes the call wait', async () => {
    breakers.get('warehouse').open();
    breakers.get('slow').open();
    await clock.advance(1_000);
    expect(breakers.admit(['warehouse', 'slow'])).toEqual({ waitUntilMs: clock.nowMs() + 4_000 });
    expect(breakers.get('warehouse').state).toBe('open');
    await clock.advance(4_000);
    expect(breakers.admit(['warehouse', 'slow'])).toBe('probe');
    expect(breakers.unclosed.map(({ dependency, state }) => [dependency, state])).toEqual([
      ['warehouse', 'half-open'],
      ['slow', 'half-open'],
    ]);
  });

  it('open on a failure rate, not on a few failures, and not on old ones', () => {
    const warehouse = breakers.get('warehouse');
    for (let call = 0; call < 9; call++) warehouse.failed();
    expect(warehouse.state).toBe('closed');
    warehouse.failed();
    expect(warehouse.state).toBe('open');
    const other = breakers.get('other');
    for (let call = 0; call < 9; call++) other.failed();
    for (let call = 0; call < 50; call++) other.succeeded();
    for (let call = 0; call < 24; call++) other.failed();
    expect(other.state).toBe('closed');
    other.failed();
    expect(other.state).toBe('open');
  });

  it('do not open at once after closing for failures of before', async () => {
    const warehouse = breakers.get('warehouse');
    for (let call = 0; call < 10; call++) warehouse.failed();
    await clock.advance(1_000);
    expect(warehouse.admit()).toBe('probe');
    warehouse.succeeded();
    warehouse.failed();
    expect(warehouse.state).toBe('closed');
  });

  it('tell who waits about every change, until they no longer listen', async () => {
    let changes = 0;
    const end = breakers.onChange(() => changes++);
    const warehouse = breakers.get('warehouse');
    warehouse.open();
    await clock.advance(1_000);
    warehouse.admit();
    warehouse.succeeded();
    expect(changes).toBe(3);
    end();
    warehouse.open();
    expect(changes).toBe(3);
  });

  it('are measured', async () => {
    const warehouse = breakers.get('warehouse');
    warehouse.open(2_000);
    warehouse.open();
    await clock.advance(2_000);
    warehouse.admit();
    warehouse.failed();
    await clock.advance(2_000);
    warehouse.admit();
    warehouse.succeeded();
    expect(measured).toEqual([
      'spillway_breaker_state warehouse 0',
      'spillway_breaker_state warehouse 2',
      'spillway_breaker_opened_total warehouse suspend 1',
      'spillway_breaker_state warehouse 1',
      'spillway_breaker_state warehouse 2',
      'spillway_breaker_opened_total warehouse probe-failed 1',
      'spillway_breaker_state warehouse 1',
      'spillway_breaker_state warehouse 0',
    ]);
  });

  it('forget closed ones only, when handlers make up names', () => {
    breakers.get('warehouse').open();
    for (let name = 0; name < 5_000; name++) breakers.get(`made-up-${name}`);
    expect(breakers.get('warehouse').state).toBe('open');
  });
});
