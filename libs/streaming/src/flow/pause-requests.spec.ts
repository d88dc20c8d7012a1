import { describe, expect, it } from '@jest/globals';
import { PauseRequests, type PauseRequest } from './pause-requests.js';

function requestsOf(...requests: readonly PauseRequest[]): PauseRequests {
  const all = new PauseRequests();
  for (const request of requests) all.add(request);
  return all;
}

const pause = (target: Omit<PauseRequest, 'isPaused'> = {}): PauseRequest => ({ ...target, isPaused: true });
const resume = (target: Omit<PauseRequest, 'isPaused'> = {}): PauseRequest => ({ ...target, isPaused: false });

describe('PauseRequests', () => {
  it.each([
    ['nothing is requested', [], false],
    ['everything is paused', [pause()], true],
    ['the topic is paused', [pause({ topic: 'a' })], true],
    ['another topic is paused', [pause({ topic: 'b' })], false],
    ['the partition of every topic is paused', [pause({ partition: 1 })], true],
    ['another partition is paused', [pause({ topic: 'a', partition: 2 })], false],
    ['all but the partition is paused', [pause(), resume({ topic: 'a', partition: 1 })], false],
    ['it was paused again after that', [pause(), resume({ topic: 'a', partition: 1 }), pause({ topic: 'a' })], true],
    ['everything goes on', [pause({ topic: 'a' }), pause({ partition: 1 }), resume()], false],
  ])('partition 1 of topic a when %s', (_, requests, isPaused) => {
    expect(requestsOf(...requests).isPaused('a', 1)).toBe(isPaused);
  });

  it('keeps no request that says nothing any more', () => {
    expect(requestsOf(resume({ topic: 'a' })).all).toEqual([]);
    expect(requestsOf(pause({ topic: 'a', partition: 1 }), pause({ topic: 'a' })).all).toEqual([pause({ topic: 'a' })]);
    expect(requestsOf(pause({ topic: 'a' }), resume()).all).toEqual([]);
  });
});
