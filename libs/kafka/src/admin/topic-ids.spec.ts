import { describe, expect, it } from '@jest/globals';
import type { AskAnyBroker } from './ask-any-broker.js';
import { TopicIds } from './topic-ids.js';
import type { ListedTopic } from './topic-list-request.js';

const listed = (name: string, errorCode = 0): ListedTopic => ({
  errorCode,
  name,
  topicId: `id of ${name}`,
  partitions: 1,
});

function idsOf(answers: readonly (readonly ListedTopic[])[]): { readonly ids: TopicIds; asked(): number } {
  let asked = 0;
  const ask = (async () => answers[asked++]) as unknown as AskAnyBroker;
  return { ids: new TopicIds(ask), asked: () => asked };
}

describe('ids of topics', () => {
  it('that are asked for in one turn share a request; who asks later has one that was sent later', async () => {
    const { ids, asked } = idsOf([[listed('a'), listed('b')], [listed('a')]]);
    expect(await Promise.all([ids.of('a'), ids.of('b'), ids.of('a')])).toEqual(['id of a', 'id of b', 'id of a']);
    expect(asked()).toBe(1);
    await ids.of('a');
    expect(asked()).toBe(2);
  });

  it('are refused for each topic by itself', async () => {
    const { ids } = idsOf([[listed('a'), listed('gone', 3), listed('led-by-none', 5)]]);
    const [a, gone, ledByNone, unsaid] = await Promise.allSettled(
      ['a', 'gone', 'led-by-none', 'unsaid'].map((name) => ids.of(name)),
    );
    expect(a).toMatchObject({ value: 'id of a' });
    expect(gone).toMatchObject({ reason: { code: 'SPW-1103' } });
    expect(ledByNone).toMatchObject({ reason: { code: 'SPW-1101' } });
    expect(unsaid).toMatchObject({ reason: { code: 'SPW-1103' } });
  });

  it('are not known when nobody answers, to all who asked', async () => {
    const ids = new TopicIds(() => Promise.reject(new Error('away')));
    const answers = await Promise.allSettled([ids.of('a'), ids.of('b')]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
