import { createRequire } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { preventLateCommits } from './prevent-late-commits.js';

type Offsets = { topics: { topic: string; partitions: { partition: number; offset: string }[] }[] };
interface Manager {
  commitOffsets(offsets: Offsets): Promise<void>;
}

const load = createRequire(import.meta.url);
const OffsetManager = load('kafkajs/src/consumer/offsetManager') as new (options: object) => Manager;
const Runner = load('kafkajs/src/consumer/runner') as new (options: object) => Manager & { running: boolean };

const logger = { namespace: () => logger, debug() {}, info() {}, warn() {}, error() {} };
const instrumentationEmitter = { emit() {} };
const retry = { retries: 20, initialRetryTime: 20, factor: 0, multiplier: 1, maxRetryTime: 20 };
const at = (offset: number, partition = 0): Offsets => ({
  topics: [{ topic: 't', partitions: [{ partition, offset: String(offset) }] }],
});

/** A member whose coordinator refuses commits for as long as it is told to. */
function member() {
  const stored: string[] = [];
  const state = { refuses: true };
  const join = (generationId: number): Manager => {
    const coordinator = {
      isConnected: () => true,
      offsetCommit: async ({ topics }: Offsets) => {
        if (state.refuses) throw Object.assign(new Error('not now'), { retriable: true });
        stored.push(`${generationId}: ${topics[0]!.partitions[0]!.offset}`);
      },
    };
    const cluster = { committedOffsets: () => ({ t: {} }), markOffsetAsCommitted() {} };
    const memberAssignment = { t: [0, 1] };
    return new OffsetManager({
      cluster,
      coordinator,
      memberAssignment,
      instrumentationEmitter,
      groupId: 'g',
      generationId,
    });
  };
  const group = {
    offsetManager: join(1),
    commitOffsets: (offsets: Offsets) => group.offsetManager.commitOffsets(offsets),
  };
  const runner = new Runner({ logger, consumerGroup: group, instrumentationEmitter, retry, autoCommit: false });
  runner.running = true;
  const rejoin = (): void => {
    group.offsetManager = join(2);
  };
  return { runner, stored, state, rejoin };
}

describe('a commit of kafkajs that failed', () => {
  preventLateCommits();
  preventLateCommits();

  it('is tried again while it is the newest of its partition', async () => {
    const { runner, stored, state } = member();
    const committed = runner.commitOffsets(at(100));
    await turn();
    const other = runner.commitOffsets(at(7, 1));
    state.refuses = false;
    await Promise.all([committed, other]);
    expect(stored.toSorted()).toEqual(['1: 100', '1: 7']);
  });

  it('is not tried again by the member that joined anew', async () => {
    const { runner, stored, state, rejoin } = member();
    const committed = runner.commitOffsets(at(100));
    await turn();
    rejoin();
    state.refuses = false;
    await expect(committed).rejects.toThrow('joined anew');
    await runner.commitOffsets(at(120));
    expect(stored).toEqual(['2: 120']);
  });

  it('is not tried again once a newer one of its partition was sent', async () => {
    const { runner, stored, state } = member();
    const committed = runner.commitOffsets(at(100));
    await turn();
    state.refuses = false;
    await runner.commitOffsets(at(120));
    await expect(committed).rejects.toThrow('a newer one');
    expect(stored).toEqual(['1: 120']);
  });
});
