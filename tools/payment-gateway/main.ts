import { readGatewayConfig } from './gateway-config.ts';
import { startPaymentGateway, type PaymentGateway } from './start-payment-gateway.ts';

/** The payment gateway as a process: a parent is told `{ type: 'ready' }`; ends on SIGTERM, SIGINT or with the parent. */
async function main(): Promise<void> {
  const ending = untilAskedToEnd();
  let gateway: PaymentGateway;
  try {
    const config = readGatewayConfig(process.env);
    gateway = await startPaymentGateway({
      host: config.SPILLWAY_GATEWAY_HOST,
      port: config.SPILLWAY_GATEWAY_PORT,
      limit: config.SPILLWAY_GATEWAY_LIMIT,
      failures: config.SPILLWAY_GATEWAY_FAILURES,
    });
  } catch (error) {
    process.stderr.write(`payment-gateway did not start\n${(error as Error).message}\n`);
    process.exit(1);
  }
  process.stdout.write(`payment-gateway listens on ${gateway.url}\n`);
  process.send?.({ type: 'ready', name: 'payment-gateway', url: gateway.url });
  await ending;
  await gateway.close();
  process.exit(0);
}

function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, () => resolve());
  });
}

await main();
