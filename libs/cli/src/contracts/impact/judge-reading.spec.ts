import { describe, expect, it } from '@jest/globals';
import { parseSchema } from '@spillway/contracts';
import type { GroupManifest } from '@spillway/streaming';
import { judgeReading } from './judge-reading.js';
import type { Reading } from './event-readings.js';

const [type, topic] = ['a.b.Made', 'a.b'];
const made = (fields: readonly object[], more: object = {}) => ({
  ...{ type: 'record', name: 'Made', namespace: topic, fields },
  ...more,
});
const int = { name: 'count', type: 'int' };
const long = { name: 'count', type: 'long' };
const manifest: GroupManifest = { group: 'g', topics: [], handlers: [], unreadable: 'dead-letter' };
const reading = (schema: object | undefined, more: Partial<Reading> = {}): Reading => ({
  ...{ app: 'app', group: 'g', does: 'handles', manifest, holdsKeys: false },
  pinned: schema && { type, topic, subject: 's', schema: schema as never },
  ...more,
});
const judge = (of: Reading, proposed: object, past: readonly object[], aliases: readonly string[] = []) => {
  const { name, namespace } = proposed as { name: string; namespace: string };
  const { newEvents, oldEvents } = judgeReading(of, {
    event: { type: `${namespace}.${name}`, aliases, topic },
    proposed: parseSchema(proposed, 'proposed'),
    past: past.map((schema, index) => ({ label: `v${index}`, schema: parseSchema(schema, `v${index}`) })),
  });
  return [newEvents.map(({ rule }) => rule), oldEvents.map(({ rule }) => rule)];
};

describe('what a group reads before and after a change', () => {
  it.each([
    ['both', made([int]), made([int]), [[], []]],
    ['only what was written before', made([int]), made([long]), [['TYPE_WIDENED'], []]],
    ['only what will be written', made([long]), made([int]), [[], ['TYPE_NARROWED']]],
    ['neither', made([int]), made([{ name: 'count', type: 'string' }]), [['TYPE_CHANGED'], ['TYPE_CHANGED']]],
  ])('is %s', (_what, pinned, proposed, expected) => {
    expect(judge(reading(pinned), proposed, [pinned])).toEqual(expected);
  });

  it('goes by what its own app pins', () => {
    expect(judge(reading(made([long])), made([long]), [made([int])])).toEqual([[], []]);
    expect(judge(reading(undefined), made([long]), [made([int])])).toEqual([[], []]);
  });

  it('is nothing where it has no handler, unless it keeps everything', () => {
    const blind: Partial<Reading> = { does: 'nothing' };
    expect(judge(reading(undefined, blind), made([int]), [])).toEqual([['NO_HANDLER'], []]);
    const keeps = { ...blind, manifest: { ...manifest, unreadable: 'kept' as const } };
    expect(judge(reading(undefined, keeps), made([int]), [])).toEqual([[], []]);
  });

  it('follows an event that takes another name, once its group knows that', () => {
    const renamed = made([int], { name: 'Built', aliases: [type] });
    const before = reading(made([int]), { does: 'nothing' });
    expect(judge(before, renamed, [made([int])], [type])).toEqual([['NO_HANDLER'], []]);
    const unnamed = made([int], { name: 'Built' });
    expect(judge(before, unnamed, [made([int])])[1]).toContain('NO_HANDLER');
  });

  it('is nothing of what goes to another topic, unless its group reads that too', () => {
    const proposed = parseSchema(made([int]), 'proposed');
    const judged = (of: Reading, aliases: readonly string[] = []) => {
      const event = { type, aliases, topic, movedTo: 'a.c' };
      const { newEvents, oldEvents } = judgeReading(of, { event, proposed, past: [] });
      return [newEvents, oldEvents].map((all) => all.map(({ rule, detail }) => `${rule} ${detail}`));
    };
    const topics = (...names: readonly string[]) => ({
      manifest: { ...manifest, topics: names.map((each) => ({ topic: each })) as never },
    });
    const left = ['TOPIC_CHANGED a.b → a.c'];
    expect(judged(reading(made([int]), topics('a.b')))).toEqual([left, left]);
    expect(judged(reading(made([int]), topics('a.b', 'a.c')))).toEqual([[], []]);
    expect(judged(reading(made([int]), { ...topics('a.b'), does: 'ignores' }))).toEqual([[], []]);
    const keeps = { ...topics('a.b').manifest, unreadable: 'kept' as const };
    expect(judged(reading(undefined, { does: 'nothing', manifest: keeps }))).toEqual([left, left]);
    const handlers = [{ handler: 'H', handles: ['a.b.Former'] }] as never;
    const former = { does: 'nothing' as const, manifest: { ...topics('a.b').manifest, handlers } };
    expect(judged(reading(undefined, former))).toEqual([[], []]);
    expect(judged(reading(undefined, former), ['a.b.Former'])).toEqual([left, left]);
    expect(judged(reading(undefined, { ...topics('a.c'), does: 'nothing' }))[0]).toEqual([
      'NO_HANDLER neither handled nor ignored',
    ]);
  });
});
