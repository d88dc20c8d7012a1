import { describe, expect, it } from '@jest/globals';
import { judgeStart, type PartitionFacts } from './judge-start.js';

const facts = (change: Partial<PartitionFacts> = {}): PartitionFacts => ({
  topic: 't',
  partition: 3,
  role: 'source',
  topicId: 'now',
  beginOffset: 10,
  endOffset: 50,
  partitionCount: 4,
  isOverwritten: false,
  isTopicKnown: false,
  hasRead: false,
  firstOffset: 50,
  ...change,
});

const done = (watermark: number, ...runs: [number, number][]) => ({ watermark, runs });

describe('where a partition starts', () => {
  it('goes on at what is done, with the runs above it', () => {
    const start = judgeStart(facts({ done: { ...done(20, [25, 30]), topicId: 'now' } }));
    expect(start).toMatchObject({ position: 20, runs: [[25, 30]], repeatsBelow: 50, topicId: 'now', endOffset: 50 });
    expect(start).not.toHaveProperty('incident');
  });

  it.each([
    ['lost is what lies below the beginning', done(4), [[4, 9]]],
    [
      'what is done in between is not lost',
      done(2, [4, 5], [8, 20]),
      [
        [2, 3],
        [6, 7],
      ],
    ],
    ['a group that stands at 0 loses what it had not read', done(0), [[0, 9]]],
  ])('is stopped when the log begins behind it: %s', (_, of, lost) => {
    const { incident, position } = judgeStart(facts({ done: of }));
    expect(incident).toMatchObject({ kind: 'trimmed', lost, resumeOffset: 10 });
    expect(position).toBe(of.watermark);
  });

  it('tells which records may have been taken before', () => {
    const committed = (takenTo?: number) => ({ text: 'x', metadata: { fences: [], runs: [], takenTo } });
    expect(judgeStart(facts())).toMatchObject({ repeatsBelow: 0 });
    // Nothing of the state is done, but somebody had it.
    expect(judgeStart(facts({ committed: committed() }))).toMatchObject({ repeatsBelow: 50 });
    expect(judgeStart(facts({ done: done(10), committed: committed() }))).toMatchObject({ repeatsBelow: 50 });
    expect(judgeStart(facts({ done: done(20), committed: committed(30) }))).toMatchObject({ repeatsBelow: 30 });
  });

  it('is no gap when all between is done', () => {
    expect(judgeStart(facts({ done: done(4, [4, 15]) }))).toMatchObject({ position: 16, lost: [] });
    expect(judgeStart(facts({ done: done(4, [4, 15]) }))).not.toHaveProperty('incident');
  });

  it('is stopped when the log ends before it', () => {
    expect(judgeStart(facts({ done: done(51) })).incident).toMatchObject({ kind: 'log-ends-early', resumeOffset: 50 });
    expect(judgeStart(facts({ done: done(50) }))).not.toHaveProperty('incident');
  });

  it.each([
    ['by its state or commit', { done: { ...done(20), topicId: 'before' } }],
    ['by its commit alone', { committed: { text: 'x', metadata: { topicId: 'before', fences: [], runs: [] } } }],
    ['by this process', { seen: { ...done(20), topicId: 'before', heldTo: 24 } }],
    ['by this process, for a partition it never had', { seenTopicId: 'before' }],
  ])('is stopped in another life of the topic, known %s', (_, known) => {
    const { incident } = judgeStart(facts(known));
    expect(incident).toMatchObject({ kind: 'topic-recreated', resumeOffset: 10 });
    expect(incident?.lost).toEqual('seen' in known ? [[20, 23]] : []);
  });

  it('commits again, for the next owner, what went with the topic', () => {
    const start = judgeStart(facts({ seen: { ...done(20), topicId: 'before', heldTo: 20 } }));
    expect(start).toMatchObject({ needsCommit: true, metadata: 'r3:before;;;;', position: 20 });
  });

  it('is where the group wants it for a partition that nobody read', () => {
    expect(judgeStart(facts())).toMatchObject({ position: 50, needsCommit: true, firstPartitions: 4 });
    expect(judgeStart(facts({ role: 'tier' }))).toMatchObject({ position: 10 });
    expect(judgeStart(facts({ role: 'holds', done: done(30) }))).toMatchObject({ position: 10 });
  });

  it('is the beginning for a partition that was added, by the smallest count that is known', () => {
    expect(judgeStart(facts({ isTopicKnown: true, firstPartitions: 3 }))).toMatchObject({
      position: 10,
      firstPartitions: 3,
    });
    expect(judgeStart(facts({ isTopicKnown: true, firstPartitions: 4 }))).toMatchObject({ position: 50 });
    expect(judgeStart(facts({ isTopicKnown: true }))).toMatchObject({ position: 10 });
  });

  it('is stopped when the position is gone', () => {
    for (const change of [{ isOverwritten: true, isTopicKnown: true }, { hasRead: true }]) {
      const start = judgeStart(facts(change));
      expect(start.incident).toMatchObject({ kind: 'position-gone', resumeOffset: undefined, lost: [] });
      expect(start.needsCommit).toBe(false);
    }
  });

  it('is stopped where the group stood, when its state knows nothing done and the log has lost what lay there', () => {
    expect(judgeStart(facts({ stoodAt: 7 })).incident).toMatchObject({ kind: 'trimmed', lost: [[7, 9]] });
    expect(judgeStart(facts({ stoodAt: 1_000_000 }))).toMatchObject({ position: 50 });
  });
});
