import type { TopicDefinition } from '@spillway/events';
import { bindingVersion, type AsyncApiChannel } from './async-api-document.js';

/** Settings that the binding has as numbers; all others go as they are in Kafka. */
const numbers = new Set(['retention.ms', 'retention.bytes', 'delete.retention.ms', 'max.message.bytes']);

/**
 * A topic with the events that it carries.
 *
 * @param definition undefined for a topic of another team: it is known by name only
 */
export function asyncApiChannel(
  topic: string,
  types: readonly string[],
  definition: TopicDefinition | undefined,
): AsyncApiChannel {
  const messages = types.map((type) => [type, { $ref: `#/components/messages/${type}` }] as const);
  return {
    address: topic,
    messages: Object.fromEntries(messages),
    bindings: { kafka: { topic, ...shapeOf(definition), bindingVersion } },
  };
}

function shapeOf(definition: TopicDefinition | undefined): object {
  if (definition === undefined) return {};
  const { partitions, config = {} } = definition;
  const settings = Object.entries(config)
    .toSorted()
    .map(([name, value]) => [name, formOf(name, value)] as const);
  return { partitions, ...(settings.length === 0 ? {} : { topicConfiguration: Object.fromEntries(settings) }) };
}

function formOf(name: string, value: string): unknown {
  if (name === 'cleanup.policy') return value.split(',').map((policy) => policy.trim());
  return numbers.has(name) ? Number(value) : value;
}
