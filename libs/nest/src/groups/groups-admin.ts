import { SpillwayError } from '@spillway/events';
import { DeadLetters, GroupConsumer, WaitingRecords, type ValueOrigin } from '@spillway/streaming';
import type { SpillwayOptions } from '../options/spillway-options.js';
import type { ConsumerRegistry, RunnableConsumer } from '../server/consumer-registry.js';

/** Finds what operators ask about in this app. */
export class GroupsAdmin {
  readonly #deadLetters = new Map<string, DeadLetters>();

  constructor(
    private readonly consumers: ConsumerRegistry | undefined,
    private readonly options: SpillwayOptions | undefined,
  ) {}

  /** @throws SpillwayError `SPW-5201` */
  consumer(name: string): RunnableConsumer {
    const found = this.consumers?.get(name);
    if (found === undefined) throw new SpillwayError('SPW-5201', `No group ${name.slice(0, 300)} runs in this app`);
    return found;
  }

  /** @throws SpillwayError `SPW-5201` · `SPW-5202` it has no handlers of events */
  group(name: string): GroupConsumer {
    const found = this.consumer(name);
    if (found instanceof GroupConsumer) return found;
    throw new SpillwayError('SPW-5202', `${name} has no handlers of events: it cannot be paused or released`);
  }

  /** One for each group, since it keeps two askers of one job apart. */
  deadLetters(name: string): DeadLetters {
    const { group } = this.group(name);
    const known = this.#deadLetters.get(name) ?? new DeadLetters(group, this.options!.transport);
    this.#deadLetters.set(name, known);
    return known;
  }

  /** @throws SpillwayError `SPW-5201` · `SPW-5202` */
  waiting(name: string): WaitingRecords {
    const member = this.group(name);
    return new WaitingRecords(member.group, this.options!.transport, () => member.status());
  }

  /** @returns undefined for what does not decode */
  async payload(value: Buffer, origin: ValueOrigin): Promise<unknown> {
    const { codec } = this.options!;
    try {
      return codec.toJson(await codec.decode(value, origin));
    } catch {
      return undefined;
    }
  }
}
