import { SpillwayError, type EventDefinition } from '@spillway/events';
import type { GroupDefinition } from '../../group/group-definition.js';
import type { HandlerBinding } from '../../group/handler-binding.js';

export type Route =
  | { readonly type: 'handled'; readonly binding: HandlerBinding; readonly definition: EventDefinition }
  | { readonly type: 'ignored' };

/** Which handler of a group takes which event of which topic. */
export class HandlerTable {
  readonly #routes = new Map<string, Map<string, Route>>();

  /** @throws SpillwayError `SPW-5004` when the handlers do not fit the group: the message says what to write */
  constructor(
    private readonly group: GroupDefinition,
    handlers: readonly HandlerBinding[],
  ) {
    for (const [topic, options] of Object.entries(group.topics)) {
      const ignored = (options.ignore ?? []).map((event) => [event.type, { type: 'ignored' }] as const);
      this.#routes.set(topic, new Map<string, Route>(ignored));
    }
    for (const binding of handlers) {
      for (const definition of binding.definitions) this.#add(binding, definition as unknown as EventDefinition);
    }
  }

  find(topic: string, eventType: string): Route | undefined {
    return this.#routes.get(topic)?.get(eventType);
  }

  #add(binding: HandlerBinding, definition: EventDefinition): void {
    const { name } = this.group;
    const routes = this.#routes.get(definition.topic);
    if (routes === undefined) {
      throw refuse(`${binding.name} handles ${definition.type}, but group ${name} does not read ${definition.topic}`);
    }
    const known = routes.get(definition.type);
    if (known?.type === 'ignored') {
      throw refuse(`${binding.name} handles ${definition.type}, which group ${name} ignores`);
    }
    if (known?.type === 'handled') {
      throw refuse(`${binding.name} and ${known.binding.name} of group ${name} both handle ${definition.type}`);
    }
    routes.set(definition.type, { type: 'handled', binding, definition });
  }
}

function refuse(detail: string): SpillwayError {
  return new SpillwayError('SPW-5004', detail);
}
