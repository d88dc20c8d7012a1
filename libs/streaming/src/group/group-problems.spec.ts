import { describe, expect, it } from '@jest/globals';
import { groupProblems } from './group-problems.js';
import { defineGroup, type GroupOptions, type GroupTopicOptions } from './group-definition.js';

const fine: GroupTopicOptions = { ordering: 'key' };

const problems = (topic: object, change: object = {}): readonly string[] => {
  const options = { startFrom: 'beginning', topics: { orders: { ...fine, ...topic } }, ...change } as GroupOptions;
  return groupProblems(defineGroup('stock', options)).map(({ pointer, detail }) => `${pointer} ${detail}`);
};

describe('the settings of a group', () => {
  it.each([
    [{}],
    [{ ordering: 'none', concurrency: 1 }],
    [{ ordering: 'partition', whenDeadLettered: 'hold', concurrency: 10_000, compat: 'spring' }],
    [{ whenDeadLettered: 'free', retry: { delaysMs: [1_000] } }],
  ])('are fine: %j', (topic) => {
    expect(problems(topic)).toEqual([]);
    expect(problems(topic, { startFrom: 'latest' })).toEqual([]);
    expect(problems(topic, { startFrom: new Date(0) })).toEqual([]);
  });

  it.each([
    [{ concurrency: 0 }, 'concurrency 0; write a whole number from 1 to 10,000, or leave it out for 64'],
    [{ concurrency: -1 }, 'concurrency -1; write a whole number'],
    [{ concurrency: 1.5 }, 'concurrency 1.5; write a whole number'],
    [{ concurrency: Number.NaN }, 'concurrency NaN; write a whole number'],
    [{ concurrency: Number.POSITIVE_INFINITY }, 'concurrency Infinity; write a whole number'],
    [{ concurrency: '8' }, 'concurrency 8; write a whole number'],
    [{ ordering: undefined }, "ordering undefined; write 'none', 'key' or 'partition'"],
    [{ ordering: 'keys' }, "ordering keys; write 'none', 'key' or 'partition'"],
    [{ whenDeadLettered: 'stop' }, "whenDeadLettered stop; write 'free' or 'hold'"],
    [{ ordering: 'none', whenDeadLettered: 'hold' }, "whenDeadLettered 'hold', but no order to hold; write ordering"],
    [{ compat: 'camel' }, "compat camel; write 'spring' or leave it out"],
  ])('are refused: %p', (topic, detail) => {
    expect(problems(topic)).toEqual([expect.stringContaining(`group stock reads orders with ${detail}`)]);
  });

  it.each([
    [{ startFrom: undefined }, "has startFrom undefined; write 'beginning', 'latest' or a valid Date"],
    [{ startFrom: 'earliest' }, 'has startFrom earliest; write'],
    [{ startFrom: new Date('nonsense') }, 'has startFrom Invalid Date; write'],
  ])('are refused: %p', (change, detail) => {
    expect(problems({}, change)).toEqual([expect.stringContaining(`group stock ${detail}`)]);
  });

  it.each(['out of stock', '', undefined])('need a name that topics can have: %p', (name) => {
    const options = { startFrom: 'beginning', topics: { orders: fine } } as const;
    const found = groupProblems(defineGroup(name as string, options));
    expect(found).toEqual([
      { pointer: `group ${name}`, detail: expect.stringContaining('has a name that topics cannot have') },
    ]);
  });

  it.each([
    [{}, 'reads no topics; write at least one'],
    [undefined, 'reads no topics; write at least one'],
    [{ orders: undefined }, 'reads orders with options undefined; write at least its ordering'],
    [{ orders: null }, 'reads orders with options null; write at least its ordering'],
    [{ orders: 'key' }, 'reads orders with options key; write at least its ordering'],
  ])('need topics with options: %p', (topics, detail) => {
    expect(problems({}, { topics })).toEqual([expect.stringContaining(`group stock ${detail}`)]);
  });

  it('are refused all at once', () => {
    expect(problems({ concurrency: 0, ordering: 'keys' }, { startFrom: undefined })).toHaveLength(3);
  });
});
