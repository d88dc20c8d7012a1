import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../../ports/record.js';
import { AssignedPartition } from '../../assignment/assigned-partition.js';
import { FlowIntake } from './flow-intake.js';
import type { FlowParts } from '../flow-parts.js';
import { FlowStream } from './flow-stream.js';

const nowMs = 100_000;
const delayMs = 60_000;

function streamOf(topic: string, index: number): FlowStream {
  const assigned = new AssignedPartition({ topic, partition: 0 }, { position: 0, endOffset: 0, needsCommit: false });
  return new FlowStream(assigned, index, index === 0 ? 0 : delayMs, () => nowMs);
}

describe('what a flow takes', () => {
  it('lets a tier rest that has nothing due, even while there is room for nothing', () => {
    const streams = [streamOf('orders', 0), streamOf('orders.retry', 1)];
    const tier = streams[1]!.assigned;
    const paused: AssignedPartition[] = [];
    const alarms: number[] = [];
    const parts = {
      control: { pause: (assigned: AssignedPartition) => void paused.push(assigned), fetchWaitMs: () => 150 },
      ledger: { isFull: true },
      clock: { nowMs: () => nowMs },
    } as unknown as FlowParts;
    const intake = new FlowIntake(parts, streams, { nowMs: () => nowMs }, (atMs) => void alarms.push(atMs));
    intake.beginTurn();
    expect(paused).toEqual([]);
    const at = { topic: tier.topic, partition: 0 };
    const record: LogRecord = { ...at, offset: 0, timestampMs: nowMs, key: null, value: null, headers: {} };
    tier.accept({ ...at, baseOffset: 0, records: [record], nextOffset: 1, highWatermark: 1, sizeBytes: 0 });
    intake.beginTurn();
    expect(intake.next()).toBeUndefined();
    expect(paused).toEqual([tier]);
    expect(alarms).toEqual([nowMs + delayMs - 2 * (150 + 100)]);
  });
});
