import { Inject, Injectable } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { SpillwayError } from '@spillway/events';
import { RecordConsumer, createGroupProcessor, systemClock, type GroupDefinition } from '@spillway/streaming';
import { checkWiring } from '../handlers/check-wiring.js';
import { HandlerExplorer } from '../handlers/handler-explorer.js';
import type { RegisteredHandler } from '../handlers/registered-handler.js';
import { toHandlerBinding } from '../handlers/to-handler-binding.js';
import { ReadinessRegistry } from '../health/readiness-registry.js';
import { SPILLWAY_OPTIONS, type SpillwayOptions } from '../module/spillway-options.js';
import { consumersReadiness } from './consumers-readiness.js';
import { refuseSharedState } from './refuse-shared-state.js';
import { ConsumerRegistry } from './consumer-registry.js';

export type ServerStatus = 'starting' | 'running' | 'draining' | 'stopped' | 'failed';

type Callback = (error?: unknown) => void;
interface ServerEvents extends Record<string, (status: ServerStatus) => void> {
  status: (status: ServerStatus) => void;
}

/**
 * The toolkit as a Nest transport: one consumer per group with handlers, plus those in the `ConsumerRegistry`. It uses
 * nothing of Nest's own Kafka server.
 */
@Injectable()
export class SpillwayServer extends Server<ServerEvents, ServerStatus> implements CustomTransportStrategy {
  override readonly transportId = Symbol.for('spillway');
  /** Resolves with the reason when a consumer failed after the start: only a new process can help it. */
  readonly failed: Promise<unknown>;
  private current: ServerStatus | undefined;
  private fail: (reason: unknown) => void = () => {};

  constructor(
    @Inject(SPILLWAY_OPTIONS) private readonly options: SpillwayOptions,
    @Inject(HandlerExplorer) private readonly explorer: HandlerExplorer,
    @Inject(ConsumerRegistry) private readonly consumers: ConsumerRegistry,
    @Inject(ReadinessRegistry) private readonly readiness: ReadinessRegistry,
  ) {
    super();
    this.failed = new Promise((resolve) => (this.fail = resolve));
  }

  /** Checks the wiring and joins all groups; the callback gets the error that prevents it. */
  listen(callback: Callback): void {
    void this.startAndReport(callback);
  }

  /** Stops all consumers: each finishes or gives back what it holds and commits. Idempotent. */
  async close(): Promise<void> {
    if (this.current === undefined || this.current === 'stopped') return;
    this.enter('draining');
    const results = await Promise.allSettled(this.consumers.entries().map(([, consumer]) => consumer.stop()));
    this.enter('stopped');
    for (const result of results) {
      if (result.status === 'rejected')
        this.options.logger.error({ err: result.reason }, 'A consumer did not stop cleanly');
    }
  }

  /** `status` is the only event; see also the `status` observable. */
  on<K extends keyof ServerEvents>(_event: K, callback: ServerEvents[K]): void {
    this.status.subscribe(callback);
  }

  /** The registry of the running consumers. */
  unwrap<T>(): T {
    return this.consumers as T;
  }

  private async startAndReport(callback: Callback): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }

  private async start(): Promise<void> {
    this.enter('starting');
    try {
      this.refusePatterns();
      this.createGroupConsumers();
      this.readiness.add('consumers', () => consumersReadiness(this.consumers.entries()));
      await Promise.all(this.consumers.entries().map(([, consumer]) => consumer.start()));
      this.enter('running');
      for (const [, consumer] of this.consumers.entries()) void consumer.failed?.then((reason) => this.fail(reason));
    } catch (error) {
      await Promise.allSettled(this.consumers.entries().map(([, consumer]) => consumer.stop()));
      this.enter('failed');
      throw error;
    }
  }

  private createGroupConsumers(): void {
    const handlers = this.explorer.explore();
    const issues = checkWiring(handlers, this.options.knownEvents ?? []);
    if (issues.length > 0) {
      const lines = issues.map((issue) => `  ${issue.pointer}  ${issue.detail}`).join('\n');
      throw new SpillwayError('SPW-5004', `Handlers have ${issues.length} problem(s):\n${lines}`, { issues });
    }
    const groups = new Map(handlers.map((handler) => [handler.group.name, handler.group]));
    for (const group of groups.values()) {
      const own = handlers.filter((handler) => handler.group.name === group.name);
      this.consumers.add(group.name, this.createConsumer(group, own));
    }
  }

  private createConsumer(group: GroupDefinition, handlers: readonly RegisteredHandler[]): RecordConsumer {
    const { transport, codec, state, logger, metrics } = this.options;
    const clock = this.options.clock ?? systemClock;
    const processor = createGroupProcessor({
      group,
      handlers: handlers.map(toHandlerBinding),
      codec,
      state,
      sink: transport.sink(),
      clock,
      logger,
      metrics,
    });
    return new RecordConsumer({
      transport,
      groupId: group.name,
      topics: Object.keys(group.topics),
      startFrom: group.startFrom,
      ...processor,
      ...(state?.embedded === true ? { onAssigned: refuseSharedState(transport.admin(), group.name) } : {}),
      clock,
      logger,
      metrics,
    });
  }

  /** Answers over Kafka would go wherever the caller's headers say; plain event patterns are not served yet. */
  private refusePatterns(): void {
    const [pattern, handler] = this.messageHandlers.entries().next().value ?? [];
    if (pattern === undefined) return;
    const kind = handler?.isEventHandler === true ? '@EventPattern' : '@MessagePattern';
    throw new SpillwayError('SPW-8001', `${kind}(${pattern}) is not served`, { context: { pattern, kind } });
  }

  private enter(status: ServerStatus): void {
    this.current = status;
    // oxlint-disable-next-line no-underscore-dangle -- Nest's name for it
    this._status$.next(status);
  }
}
