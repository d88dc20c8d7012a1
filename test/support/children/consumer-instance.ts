// One instance of the consumer app on the broker and the database of the environment, under a prefix of its own; says
// its URL when it is ready, and closes on SIGTERM.
import { startConsumerInstance } from '../consumer-instance.js';

try {
  const app = await startConsumerInstance(process.env, process.env['PREFIX'] ?? '');
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
  process.stdout.write(`ready ${app.url}\n`);
} catch (error) {
  process.stdout.write(`failed ${String((error as { code?: string }).code)} ${(error as Error).message}\n`);
  process.exitCode = 1;
}
