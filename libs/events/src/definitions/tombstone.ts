import type { EventDefinition } from './event-definition.js';

/** What a record without a value is called where types of events are named. */
export const tombstoneType = 'spillway.Tombstone';

/**
 * Records of a topic without a value, as if they were events: a group handles them by a handler for this definition, or
 * names it under `ignore`. Their payload is null, their key says what is gone. No codec encodes one.
 */
export function tombstoneOf(topic: string): EventDefinition<null> {
  return Object.freeze({
    type: tombstoneType,
    topic,
    schema: 'null',
    subject: `${topic}-${tombstoneType}`,
    key: () => {
      throw new TypeError('A tombstone has no payload that could name its key');
    },
  });
}
