import { describe, expect, it } from '@jest/globals';
import { readGatewayConfig } from '../../payment-gateway/gateway-config.ts';
import { gatewayEnvironment, hasFaults } from './gateway-environment.ts';

const given = {
  PATH: '/bin',
  SPILLWAY_KAFKA_BROKERS: 'kafka:9092',
  SPILLWAY_POSTGRES_URL: 'postgres://secret',
  SPILLWAY_GATEWAY_LIMIT: '10.00',
};

describe('the environment of the payment gateway', () => {
  it('holds its own variables and no other of ours', () => {
    expect(gatewayEnvironment(given, {})).toEqual({ PATH: '/bin', SPILLWAY_GATEWAY_LIMIT: '10.00' });
  });

  it('tells the faults so that the gateway understands them', () => {
    const environment = gatewayEnvironment(given, { failRate: 0.1, outageMs: 30_000 });
    expect(readGatewayConfig(environment)).toMatchObject({
      SPILLWAY_GATEWAY_LIMIT: '10.00',
      SPILLWAY_GATEWAY_FAILURES: {
        errorRate: 0.1,
        hangRate: 0,
        down: { mode: 'reset', forMs: 30_000, afterPayments: 1 },
      },
    });
  });

  it.each([
    [{}, false],
    [{ failRate: 0.1 }, true],
    [{ outageMs: 1 }, true],
  ])('%j are faults: %s', (faults, expected) => {
    expect(hasFaults(faults)).toBe(expected);
  });
});

describe('the variables of the payment gateway', () => {
  it.each([
    { SPILLWAY_GATEWAY_FAILURES: 'x' },
    { SPILLWAY_GATEWAY_FAILURES: '{"errorRate":2}' },
    { SPILLWAY_GATEWAY_LIMIT: '1e3' },
    { SPILLWAY_GATEWAY_PORT: '-1' },
    { SPILLWAY_GATEWAY_LIMITS: '5' },
  ])('refuses %j', (environment) => {
    expect(() => readGatewayConfig(environment)).toThrow(expect.objectContaining({ code: 'SPW-2004' }));
  });
});
