import { defineEvent, type EventDefinition } from '@spillway/events';

/** What is asked of a handler: a behaviour for each attempt; the last one stays. */
export interface Work {
  readonly id: string;
  readonly key: string;
  readonly script: readonly string[];
}

export const workTopic = 'model.work';
export const Asked: EventDefinition<Work> = work('Asked', workTopic);
export const Skipped: EventDefinition<Work> = work('Skipped', workTopic);
export const Followed: EventDefinition<Work> = work('Followed', 'model.followed');

function work(name: string, topic: string): EventDefinition<Work> {
  return defineEvent<Work>({
    topic,
    schema: { type: 'record', name, namespace: 'model', fields: [] },
    key: ({ key }) => key,
  });
}
