import { describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { virtualClock } from '@spillway/testing';
import { noMetrics, type Metrics } from '../ports/metrics.js';
import { timedOperation } from './timed-operation.js';

describe('timedOperation', () => {
  const observed: unknown[] = [];
  const metrics: Metrics = { ...noMetrics, observe: (...all) => void observed.push(all) };
  const clock = virtualClock();
  const about = (errorType: string) => ({
    messaging_system: 'kafka',
    messaging_operation_name: 'commit',
    messaging_destination_name: '',
    messaging_consumer_group_name: 'stock',
    error_type: errorType,
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, ''],
    ['a code of ours', new SpillwayError('SPW-1111', 'away'), 'SPW-1111'],
    ['anything else', 'no', '_OTHER'],
  ])('tells how long it took and why it failed: %s', async (_name, failure, errorType) => {
    observed.length = 0;
    const running = timedOperation({ name: 'commit', group: 'stock' }, { metrics, clock }, async () => {
      await clock.sleep(1_500);
      if (failure !== undefined) throw failure; // oxlint-disable-line no-throw-literal
      return 7;
    });
    const settled = Promise.allSettled([running]);
    await clock.advance(1_500);
    expect(await settled).toMatchObject([failure === undefined ? { value: 7 } : { reason: failure }]);
    expect(observed).toEqual([['messaging_client_operation_duration_seconds', 1.5, about(errorType)]]);
  });
});
