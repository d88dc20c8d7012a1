import { join } from 'node:path';
import { startChild } from '../processes/child.ts';
import type { Part } from '../processes/part.ts';
import { rootDir } from '../setup/paths.mjs';

export interface PaymentGatewayPartOptions {
  readonly logFile: string;
  readonly port: number;
  /** Its `SPILLWAY_GATEWAY_…` variables; the port is set here. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The sample's payment gateway as a process of its own. */
export function paymentGatewayPart(options: PaymentGatewayPartOptions): Part<'payment-gateway'> {
  const { logFile, port, environment } = options;
  return {
    name: 'payment-gateway',
    port,
    url: `http://127.0.0.1:${port}`,
    startTimeoutMs: 30_000,
    isReady: async (child) => child.hasSaidReady(),
    spawn: () =>
      startChild({
        name: 'payment-gateway',
        command: process.execPath,
        args: [join(rootDir, 'tools', 'payment-gateway', 'main.ts')],
        environment: { ...environment, SPILLWAY_GATEWAY_PORT: String(port) },
        logFile,
        ipc: true,
        graceMs: 5_000,
      }),
  };
}
