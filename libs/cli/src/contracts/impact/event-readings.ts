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
}

/** Every group that reads the event, in the order of the manifests. What a group ignores is read by it all the same. */
export function readingsOf(manifests: readonly AppManifest[], event: EventNames): readonly Reading[] {
  return manifests.flatMap(({ app, groups, events }) => {
    const pinned = findPinnedEvent([event.type, ...event.aliases], events);
    const topics = [pinned?.topic ?? event.topic, event.movedTo];
    return groups.flatMap((manifest): readonly Reading[] => {
      const names = [event.type, ...event.aliases];
      const isRead = manifest.topics.some(({ topic }) => topics.includes(topic));
      if (!isRead && !names.some((name) => doesWith(manifest, name) !== 'nothing')) return [];
      return [{ app, group: manifest.group, does: doesWith(manifest, event.type), pinned, manifest }];
    });
  });
}

/** Whether records may wait for a group besides its topics: where they are given up, or tried again. */
export function mayWait({ topics }: GroupManifest): boolean {
  return topics.some(({ deadLetterTopic }) => deadLetterTopic !== null);
}

function doesWith({ handlers, topics }: GroupManifest, type: string): Reading['does'] {
  if (handlers.some(({ handles }) => handles.includes(type))) return 'handles';
  return topics.some(({ ignores }) => ignores.includes(type)) ? 'ignores' : 'nothing';
}
