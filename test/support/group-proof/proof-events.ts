import { defineEvent, type EventDefinition } from '@spillway/events';

/** What the events of a proof carry. */
export interface Numbered {
  readonly key: string;
  /** Counts up over all keys of the proof. */
  readonly number: number;
}

/** The event that a proof's topic holds, and the one its handler publishes to `<topic>.after`. */
export function proofEvents(topic: string): Readonly<Record<'given' | 'after', EventDefinition<Numbered>>> {
  return { given: numbered(topic, 'Given'), after: numbered(`${topic}.after`, 'After') };
}

function numbered(topic: string, name: string): EventDefinition<Numbered> {
  const fields = [
    { name: 'key', type: 'string' },
    { name: 'number', type: 'int' },
  ];
  const schema = { type: 'record', name, namespace: topic.replaceAll('-', '_'), fields };
  return defineEvent<Numbered>({ topic, schema, key: ({ key }) => key });
}
