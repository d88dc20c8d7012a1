import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalStack } from '../../tools/local-stack/start-local-stack.ts';

const portBase = 4_700;

export interface UsedBrokers {
  readonly brokers: readonly string[];
  /** Of a stack of this run. */
  readonly processIds: readonly number[];
  release(): Promise<void>;
}

/** The brokers named by SPILLWAY_TEST_KAFKA_BROKERS, else a local stack of this run. */
export async function useBrokers(): Promise<UsedBrokers> {
  const given = process.env['SPILLWAY_TEST_KAFKA_BROKERS'];
  if (given) return { brokers: given.split(','), processIds: [], release: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), 'spillway-bench-'));
  const stack = await startLocalStack(dataDir, portBase);
  return {
    brokers: stack.brokers,
    processIds: stack.processIds,
    release: async () => {
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
