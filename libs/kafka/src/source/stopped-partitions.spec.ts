import { describe, expect, it } from '@jest/globals';
import type { SpillwayError } from '@spillway/events';
import { noMetrics } from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import { Assignment } from './assignment.js';
import { StoppedPartitions, unreadableRetryMs } from './stopped-partitions.js';

const batch = { firstOffset: 7, lastOffset: 9, problem: 'over-limit', detail: 'too much' } as const;

function stopped() {
  const clock = virtualClock();
  const ending = new AbortController();
  const errors: SpillwayError[] = [];
  const gauge: (readonly [string, number])[] = [];
  const partitions = new StoppedPartitions({
    groupId: 'g',
    clock,
    signal: ending.signal,
    metrics: { ...noMetrics, set: (_, value, labels) => gauge.push([labels?.['partition'] ?? '', value]) },
    report: (error) => errors.push(error),
  });
  const assigned = new Assignment({ t: [3] }).get({ topic: 't', partition: 3 })!;
  return { clock, ending, errors, gauge, partitions, assigned };
}

describe('a partition that stands before a batch that cannot be read', () => {
  it('is reported with all that is needed to find the batch, and shown', () => {
    const { partitions, assigned, errors, gauge } = stopped();
    partitions.stop(assigned, batch, () => {});
    expect(errors).toMatchObject([
      {
        code: 'SPW-1107',
        message: 'g cannot read t/3 from 7 to 9 and stands before it: too much',
        context: { groupId: 'g', topic: 't', partition: 3, firstOffset: 7, lastOffset: 9, problem: 'over-limit' },
      },
    ]);
    expect(gauge).toEqual([['3', 1]]);
  });

  it('is tried again after a minute, once', async () => {
    const { partitions, assigned, clock } = stopped();
    let tries = 0;
    partitions.stop(assigned, batch, () => tries++);
    await clock.advance(unreadableRetryMs - 1);
    expect(tries).toBe(0);
    await clock.advance(1);
    await clock.advance(unreadableRetryMs);
    expect(tries).toBe(1);
  });

  it('is not tried again after the end', async () => {
    const { partitions, assigned, clock, ending } = stopped();
    let tries = 0;
    partitions.stop(assigned, batch, () => tries++);
    ending.abort();
    await clock.advance(unreadableRetryMs);
    expect(tries).toBe(0);
  });

  it('is shown no longer once it was read, or is another member’s', () => {
    const { partitions, assigned, gauge } = stopped();
    partitions.wasRead(assigned);
    partitions.stop(assigned, batch, () => {});
    partitions.wasRead(assigned);
    partitions.stop(assigned, batch, () => {});
    partitions.clear();
    partitions.clear();
    expect(gauge.map(([, value]) => value)).toEqual([1, 0, 1, 0]);
  });
});
