import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { Breakers, GroupConsumer, LedgerWriter, systemClock, type GroupDefinition } from '@spillway/streaming';
import { HandlerWiring } from '../wiring/handler-wiring.js';
import type { RegisteredHandler } from '../handlers/registered-handler.js';
import { ReadinessRegistry } from '../health/readiness-registry.js';
import { SPILLWAY_OPTIONS, type SpillwayOptions } from '../options/spillway-options.js';
import { spillwayTransportId } from '../patterns/spillway-transport-id.js';
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
  override readonly transportId = spillwayTransportId;
  /** Resolves with the reason when a consumer failed after the start: only a new process can help it. */
  readonly failed: Promise<unknown>;
  private current: ServerStatus | undefined;
  /** One for all groups: they share what they depend on. */
  private breakers: Breakers | undefined;
  private fail: (reason: unknown) => void = () => {};

  constructor(
    @Inject(SPILLWAY_OPTIONS) private readonly options: SpillwayOptions,
    @Inject(HandlerWiring) private readonly wiring: HandlerWiring,
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

  /** Stops all consumers: each finishes or gives back what it holds and commits. Idempotent. @throws what the first threw */
  async close(): Promise<void> {
    if (this.current === undefined || this.current === 'stopped') return;
    this.enter('draining');
    const results = await Promise.allSettled(this.consumers.entries().map(([, consumer]) => consumer.stop()));
    this.enter('stopped');
    const reasons = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
    for (const err of reasons) this.options.logger.error({ err }, 'A consumer did not stop cleanly');
    if (reasons.length > 0) throw reasons[0];
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
    const handlers = this.wiring.resolve();
    const groups = new Map(handlers.map((handler) => [handler.group.name, handler.group]));
    for (const group of groups.values()) {
      const own = handlers.filter((handler) => handler.group.name === group.name);
      this.consumers.add(group.name, this.createConsumer(group, own));
    }
  }

  private createConsumer(group: GroupDefinition, handlers: readonly RegisteredHandler[]): GroupConsumer {
    const { transport, codec, state, logger, metrics, tracing, appVersion, newId, outageMs } = this.options;
    const clock = this.options.clock ?? systemClock;
    this.breakers ??= new Breakers({ clock, logger, metrics });
    return new GroupConsumer({
      transport,
      group,
      handlers: handlers.map((handler) => this.wiring.bind(handler)),
      codec,
      state,
      onAssigned: state?.embedded === true ? refuseSharedState(transport.admin(), group.name) : undefined,
      appVersion,
      tracing,
      newId,
      outageMs,
      ledger: this.options.ledger === true ? this.createLedger(group) : undefined,
      breakers: this.breakers,
      clock,
      logger,
      metrics,
    });
  }

  private createLedger({ name }: GroupDefinition): LedgerWriter {
    const { transport, codec, metrics, newId = randomUUID, clock = systemClock, appVersion = '' } = this.options;
    const instance = `${hostname()}-${process.pid}`;
    return new LedgerWriter({
      groupId: name,
      sink: transport.sink(),
      codec,
      clock,
      metrics,
      newId,
      appVersion,
      instance,
    });
  }

  private enter(status: ServerStatus): void {
    this.current = status;
    // oxlint-disable-next-line no-underscore-dangle -- Nest's name for it
    this._status$.next(status);
  }
}
