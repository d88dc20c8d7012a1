import type { PaymentFaults } from '../options/payment-faults.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What of the launcher's own environment the payment gateway gets: all that is not ours, and its own variables. */
export function gatewayEnvironment(environment: Environment, faults: PaymentFaults): NodeJS.ProcessEnv {
  const own = Object.entries(environment).filter(
    ([name]) => name.startsWith('SPILLWAY_GATEWAY_') || !name.startsWith('SPILLWAY_'),
  );
  return { ...Object.fromEntries(own), ...(hasFaults(faults) && { SPILLWAY_GATEWAY_FAILURES: failuresOf(faults) }) };
}

export function hasFaults({ failRate, outageMs }: PaymentFaults): boolean {
  return failRate !== undefined || outageMs !== undefined;
}

/** As `PUT /failures` of the gateway takes it. An outage begins when the first payment was answered. */
function failuresOf({ failRate, outageMs }: PaymentFaults): string {
  return JSON.stringify({
    ...(failRate !== undefined && { errorRate: failRate }),
    ...(outageMs !== undefined && { down: { mode: 'reset', forMs: outageMs, afterPayments: 1 } }),
  });
}
