import { Injectable } from '@nestjs/common';
import type { ConsumerStatus, FlowCounters } from '@spillway/streaming';

/** What the server runs: `RecordConsumer` is one. */
export interface RunnableConsumer {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): ConsumerStatus;
  /** What became of deliveries in this process, by topic; a consumer without handlers has none. */
  counters?(): Readonly<Record<string, FlowCounters>>;
  /** Resolves with the reason when it stopped working after its start, for good. */
  readonly failed?: Promise<unknown>;
}

/**
 * Consumers of this app, by group. Providers add their own (as the audit sink does) in `onModuleInit`; the server adds
 * one per group with handlers, starts all, and stops them first when the app closes.
 */
@Injectable()
export class ConsumerRegistry {
  private readonly consumers = new Map<string, RunnableConsumer>();

  /** @throws Error when the name is taken: two members of one group in one process are a mistake */
  add(name: string, consumer: RunnableConsumer): void {
    if (this.consumers.has(name)) throw new Error(`A consumer named ${name} is registered already`);
    this.consumers.set(name, consumer);
  }

  get(name: string): RunnableConsumer | undefined {
    return this.consumers.get(name);
  }

  entries(): readonly (readonly [name: string, consumer: RunnableConsumer])[] {
    return [...this.consumers];
  }
}
