import { provisionStack } from './provision/provision-stack.ts';
import { exitCodeOf, refusalText } from './launcher/terminal/refusal-text.ts';

/** `npm run provision`: topics and contracts on the stack of SPILLWAY_KAFKA_BROKERS and SPILLWAY_REGISTRY_URL. */
try {
  const { createdTopics, contracts } = await provisionStack(process.env);
  process.stdout.write(`${createdTopics.length} topics created, ${contracts} contracts registered.\n`);
} catch (error) {
  process.stderr.write(refusalText(error));
  process.exitCode = exitCodeOf(error);
}
