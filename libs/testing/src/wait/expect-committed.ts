import assert from 'node:assert/strict';
import type { TopicPartition, Transport } from '@spillway/streaming';
import { waitUntil } from './wait-until.js';

export interface CommittedExpectation {
  /** Waits until the group committed at least this offset. */
  atLeast(offset: bigint, timeoutMs?: number): Promise<void>;
  /** Fails unless exactly this is committed now; undefined for nothing. */
  exactly(offset: bigint | undefined): Promise<void>;
}

/**
 * Assertions on what a group committed in one partition. Runs of `testGroup` bind it: `run.expectCommitted(topic, 0)`.
 *
 * @param wait how `atLeast` waits; default: polls, as time passes by itself
 */
export function expectCommitted(
  transport: Pick<Transport, 'admin'>,
  groupId: string,
  { topic, partition }: TopicPartition,
  wait: typeof waitUntil = waitUntil,
): CommittedExpectation {
  const read = async (): Promise<bigint | undefined> => {
    const positions = await transport.admin().committed(groupId, [topic]);
    return positions.find((position) => position.partition === partition)?.offset;
  };
  return {
    atLeast: (offset, timeoutMs) =>
      wait(
        `group ${groupId} committed ${offset} in ${topic}/${partition}`,
        async () => ((await read()) ?? -1n) >= offset,
        timeoutMs,
      ),
    exactly: async (offset) => assert.equal(await read(), offset),
  };
}
