import { describe, expect, it } from '@jest/globals';
import { memoryTransport, transportWith } from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import { LogReadiness } from './log-readiness.js';
import { ReadinessRegistry } from './readiness-registry.js';

function started() {
  const clock = virtualClock();
  const readiness = new ReadinessRegistry();
  const log = { answer: (): Promise<void> => Promise.resolve(), asked: 0 };
  const transport = transportWith(memoryTransport(), {
    connect: () => {
      log.asked++;
      return log.answer();
    },
  });
  const check = new LogReadiness(transport, clock, readiness);
  check.onApplicationBootstrap();
  return { clock, log, check, report: () => readiness.report()['log'] };
}

describe('the check of the log', () => {
  it('is green while the log answers, also for hours in which nothing is published', async () => {
    const { clock, report } = started();
    await clock.advance(3_600_000);
    expect(report()).toEqual({ ready: true });
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('connection refused'))],
    ['says nothing', () => new Promise<void>(() => {})],
  ])('is red within ten seconds of a log that %s', async (_, answer) => {
    const { clock, log, report } = started();
    await clock.advance(60_000);
    log.answer = answer;
    await clock.advance(4_000);
    expect(report()).toEqual({ ready: true });
    await clock.advance(6_000);
    expect(report()).toEqual({ ready: false, reason: expect.stringMatching(/^the log has not answered for \d+ s$/) });
  });

  it('is green again with the next answer', async () => {
    const { clock, log, report } = started();
    log.answer = () => Promise.reject(new Error('connection refused'));
    await clock.advance(60_000);
    expect(report()).toMatchObject({ ready: false });
    log.answer = () => Promise.resolve();
    await clock.advance(2_000);
    expect(report()).toEqual({ ready: true });
  });

  it('asks no more once the app closes', async () => {
    const { clock, log, check } = started();
    await clock.advance(10_000);
    check.onModuleDestroy();
    const { asked } = log;
    await clock.advance(60_000);
    expect(log.asked).toBe(asked);
    expect(clock.sleepers).toBe(0);
  });
});
