import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalStack, type LocalStack } from '../local-stack/start-local-stack.ts';
import { findFreePortBase } from '../processes/free-port-base.ts';
import { findJava, minimumJava } from '../setup/find-java.mjs';
import { rootDir, stackDir } from '../setup/paths.mjs';

export interface TestStack {
  /** What tells the tests where the stack is. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

const variables = ['SPILLWAY_TEST_KAFKA_BROKERS', 'SPILLWAY_TEST_REGISTRY_URL'] as const;

/** Starts Kafka and a registry for the tests; takes given ones instead, and does without where there is no Java. */
export async function startTestStack(): Promise<TestStack> {
  if (variables.every((name) => process.env[name])) return { environment: {}, stop: async () => {} };
  if ((findJava() ?? 0) < minimumJava || !existsSync(stackDir)) {
    process.stdout.write('Java 17 or the jars are missing: tests that need the real stack are skipped.\n');
    return { environment: {}, stop: async () => {} };
  }
  const folder = join(rootDir, '.spillway');
  mkdirSync(folder, { recursive: true });
  const dataDir = mkdtempSync(join(folder, 'test-'));
  const stack = await startLocalStack(dataDir, await findFreePortBase([81, 92, 192]));
  return { environment: environmentOf(stack), stop: () => stopStack(stack, dataDir) };
}

function environmentOf({ brokers, registryUrl }: LocalStack): NodeJS.ProcessEnv {
  return { SPILLWAY_TEST_KAFKA_BROKERS: brokers.join(','), SPILLWAY_TEST_REGISTRY_URL: registryUrl };
}

async function stopStack(stack: LocalStack, dataDir: string): Promise<void> {
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
