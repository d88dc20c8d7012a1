import { describe, expect, it } from '@jest/globals';
import { AssignerProtocol } from 'kafkajs';
import { kafkajsInternals, type Cluster } from '../internals/kafkajs-internals.js';
import { preventLateJoins } from './prevent-late-joins.js';

const logger = { namespace: () => logger, debug() {}, info() {}, warn() {}, error() {} };

/** A member as kafkajs makes it, on a coordinator that answers when it is told to. */
function member() {
  const over = new AbortController();
  const calls: string[] = [];
  const answers = { join: async (): Promise<void> => {}, sync: async (): Promise<void> => {} };
  const memberAssignment = AssignerProtocol.MemberAssignment.encode({
    version: 0,
    assignment: {},
    userData: Buffer.alloc(0),
  });
  const coordinator = {
    joinGroup: async () => {
      calls.push('join');
      await answers.join();
      return { generationId: 1, leaderId: 'another', memberId: 'm', members: [], groupProtocol: 'p' };
    },
    syncGroup: async () => {
      await answers.sync();
      return { memberAssignment };
    },
    leaveGroup: async () => void calls.push('leave'),
  };
  const cluster = { findGroupCoordinator: async () => coordinator, committedOffsets: () => ({}) };
  preventLateJoins(cluster as unknown as Cluster, over.signal);
  const Group = kafkajsInternals.ConsumerGroup as unknown as new (
    options: object,
  ) => typeof kafkajsInternals.ConsumerGroup.prototype;
  const group = new Group({
    cluster,
    logger,
    groupId: 'g',
    topics: [],
    topicConfigurations: {},
    assigners: [],
    retry: { retries: 3, initialRetryTime: 1, maxRetryTime: 1 },
    instrumentationEmitter: { emit: () => {} },
  });
  return { over, calls, answers, group };
}

describe('a consumer that was given up', () => {
  it('joins as long as it is wanted', async () => {
    const { calls, group } = member();
    await group.joinAndSync();
    expect(calls).toEqual(['join']);
  });

  it('does not try to join', async () => {
    const { over, calls, group } = member();
    over.abort();
    await expect(group.joinAndSync()).rejects.toThrow('was given up');
    expect(calls).toEqual([]);
  });

  it('leaves at once when its request was on its way', async () => {
    const { over, calls, answers, group } = member();
    answers.join = async () => over.abort();
    await expect(group.joinAndSync()).rejects.toThrow('was given up');
    expect(calls).toEqual(['join', 'leave']);
  });

  it('leaves at once when it was a member that had yet to be told its partitions', async () => {
    const { over, calls, answers, group } = member();
    answers.sync = async () => {
      over.abort();
      throw Object.assign(new Error('rebalancing'), { type: 'REBALANCE_IN_PROGRESS' });
    };
    await expect(group.joinAndSync()).rejects.toThrow('was given up');
    expect(calls).toEqual(['join', 'leave']);
  });

  it('is told why it could not join while it is wanted', async () => {
    const { calls, answers, group } = member();
    answers.sync = () => Promise.reject(new Error('denied'));
    await expect(group.joinAndSync()).rejects.toThrow('denied');
    expect(calls).toEqual(['join']);
  });

  it('does not try again when the group rebalances meanwhile', async () => {
    const { over, calls, answers, group } = member();
    answers.join = async () => {
      over.abort();
      throw Object.assign(new Error('rebalancing'), { type: 'REBALANCE_IN_PROGRESS' });
    };
    await expect(group.joinAndSync()).rejects.toThrow('was given up');
    expect(calls).toEqual(['join']);
  });
});
