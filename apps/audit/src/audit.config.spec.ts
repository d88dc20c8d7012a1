import { describe, expect, it } from '@jest/globals';
import { readAuditConfig } from './audit.config.js';

const read = (variables: Record<string, string>) =>
  readAuditConfig({ SPILLWAY_DATA_DIR: '/data', ...variables }, { transport: true, codec: true });

describe('the configuration of upkeep', () => {
  it('keeps everything and merges at night when nothing is said', () => {
    const { SPILLWAY_AUDIT_RETENTION, SPILLWAY_AUDIT_QUIET_HOURS } = read({});
    expect([SPILLWAY_AUDIT_RETENTION, SPILLWAY_AUDIT_QUIET_HOURS]).toEqual([undefined, '1-5']);
  });

  it('reads days by topic and hours', () => {
    const config = read({
      SPILLWAY_AUDIT_RETENTION: 'retail.orders=400, *=30',
      SPILLWAY_AUDIT_QUIET_HOURS: '22-3',
    });
    expect(config.SPILLWAY_AUDIT_RETENTION).toEqual({ 'retail.orders': 400, '*': 30 });
    expect(config.SPILLWAY_AUDIT_QUIET_HOURS).toEqual('22-3');
  });

  it.each([
    ['SPILLWAY_AUDIT_RETENTION', 'retail.orders'],
    ['SPILLWAY_AUDIT_RETENTION', 'retail.orders=0'],
    ['SPILLWAY_AUDIT_RETENTION', 'retail.orders=1.5'],
    ['SPILLWAY_AUDIT_RETENTION', 'retail.orders=1,retail.orders=2'],
    ['SPILLWAY_AUDIT_RETENTION', 'retail.orders=1,'],
    ['SPILLWAY_AUDIT_RETENTION', 'retail.order=30'],
    ['SPILLWAY_AUDIT_QUIET_HOURS', '25-3'],
    ['SPILLWAY_AUDIT_QUIET_HOURS', 'night'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(expect.objectContaining({ code: 'SPW-2004' }));
  });
});
