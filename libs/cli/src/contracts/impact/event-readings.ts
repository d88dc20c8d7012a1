import { holdsTopic } from '@spillway/events';
import type { AppManifest, GroupManifest, PinnedEvent } from '@spillway/streaming';
import { findPinnedEvent } from './find-pinned-event.js';

/** Under which names events of a contract come: its own, and those it had before. */
export interface EventNames {
  readonly type: string;
  readonly aliases: readonly string[];
  readonly topic: string;
  /** Another topic, that it is written to from now on. */
  readonly movedTo?: string;
}

/** A group that is given events of a contract, as its app runs now. */
export interface Reading {
  readonly app: string;
  readonly group: string;
  /** `nothing` stands for a group that reads the topic and knows no such event. */
  readonly does: 'handles' | 'ignores' | 'nothing';
  /** What its app reads the event by; undefined when it reads it as it was written. */
  readonly pinned: PinnedEvent | undefined;
  readonly manifest: GroupManifest;
  /** Whether a dead letter of a topic that it reads holds its key. */
  readonly holdsKeys: boolean;
}

/** Every group that reads the event, in the order of the manifests. What a group ignores is read by it all the same. */
export function readingsOf(manifests: readonly AppManifest[], event: EventNames): readonly Reading[] {
  return manifests.flatMap(({ app, groups, events, log }) => {
    const pinned = findPinnedEvent([event.type, ...event.aliases], events);
    const topics = [pinned?.topic ?? event.topic, event.movedTo];
    return groups.flatMap((manifest): readonly Reading[] => {
      const names = [event.type, ...event.aliases];
      const isRead = manifest.topics.some(({ topic }) => topics.includes(topic));
      if (!isRead && !names.some((name) => doesWith(manifest, name) !== 'nothing')) return [];
      const does = doesWith(manifest, event.type);
      return [{ app, group: manifest.group, does, pinned, manifest, holdsKeys: holdsKeys(manifest, log) }];
    });
  });
}

/** Whether records may wait for a group besides its topics: where they are given up, or tried again. */
export function mayWait({ topics }: GroupManifest): boolean {
  return topics.some(({ deadLetterTopic }) => deadLetterTopic !== null);
}

/** The manifest says it by the topic in which the group notes which keys it holds. */
function holdsKeys({ group, topics }: GroupManifest, log: AppManifest['log']): boolean {
  const own = new Set(log?.groupTopics.map(({ name }) => name));
  return topics.some(({ topic }) => own.has(holdsTopic(topic, group)));
}

function doesWith({ handlers, topics }: GroupManifest, type: string): Reading['does'] {
  if (handlers.some(({ handles }) => handles.includes(type))) return 'handles';
  return topics.some(({ ignores }) => ignores.includes(type)) ? 'ignores' : 'nothing';
}
