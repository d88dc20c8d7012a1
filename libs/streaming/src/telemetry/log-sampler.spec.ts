import { describe, expect, it } from '@jest/globals';
import { LogSampler } from './log-sampler.js';

describe('LogSampler', () => {
  it('lets ten lines a minute through, and says how many it kept back', () => {
    const sampler = new LogSampler();
    const taken = Array.from({ length: 10_000 }, () => sampler.take('poison', 1_000)).filter(Boolean);
    expect(taken).toEqual(Array.from({ length: 10 }, () => ({ leftOut: 0 })));
    expect(sampler.take('poison', 61_000)).toEqual({ leftOut: 9_990 });
    expect(sampler.take('poison', 61_001)).toEqual({ leftOut: 0 });
  });

  it('takes every subject for itself, and forgets the oldest of too many', () => {
    const sampler = new LogSampler();
    for (let line = 0; line < 11; line++) sampler.take('first', 0);
    for (let subject = 0; subject < 1_000; subject++) expect(sampler.take(`other ${subject}`, 0)).toBeDefined();
    expect(sampler.take('first', 0)).toEqual({ leftOut: 0 });
  });
});
