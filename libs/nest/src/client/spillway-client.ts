import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { ClientProxy, type ReadPacket } from '@nestjs/microservices';
import { SpillwayError, type EventDefinition } from '@spillway/events';
import { EventPublisher, systemClock, type PublishedEvent } from '@spillway/streaming';
import { ReplaySubject, type Observable } from 'rxjs';
import { findEvent } from './find-event.js';
import type { SpillwayClientOptions } from './spillway-client-options.js';
import { SpillwayRecord } from './spillway-record.js';

/**
 * The publisher as a Nest `ClientProxy`, for code that is written against one. Register it with
 * `ClientsModule.register([{ name, customClass: SpillwayClient, options }])`, or inject the class: `SpillwayModule`
 * provides one over the app's publisher.
 */
export class SpillwayClient extends ClientProxy {
  private readonly publisher: EventPublisher;
  private readonly logger = new Logger(SpillwayClient.name);
  private connection: Promise<void> | undefined;

  /** @throws SpillwayError `SPW-8002` when the options name neither a publisher nor a transport with its codec */
  constructor(private readonly options: SpillwayClientOptions) {
    super();
    this.publisher = 'publisher' in options ? options.publisher : ownPublisher(options);
  }

  /** Reaches the log when the client has its own connection. */
  async connect(): Promise<void> {
    if (!('transport' in this.options)) return;
    this.connection ??= this.options.transport.connect().catch((error: unknown) => {
      this.connection = undefined;
      throw error;
    });
    await this.connection;
  }

  /** Closes the client's own connection after all that was emitted is acked or rejected; the app's publisher stays. */
  async close(): Promise<void> {
    if (!('transport' in this.options)) return;
    await this.options.transport.sink().flush();
    await this.options.transport.close();
  }

  /**
   * Publishes at once, subscribed to or not, as Nest's clients do. The Observable gives where the event lies and
   * completes once it is in the log of all in-sync replicas; it keeps the answer for late subscribers. An error that
   * nobody subscribed to is logged.
   *
   * @param pattern the type of an event, its topic when only one event lies there, or its definition
   * @param data    the payload, or a `SpillwayRecord` with attributes
   */
  override emit<TResult = PublishedEvent, TInput = unknown>(
    pattern: string | EventDefinition<never>,
    data: TInput,
  ): Observable<TResult> {
    const answer = new ReplaySubject<TResult>(1);
    super.emit<TResult, TInput>(pattern, data).subscribe({
      next: (value) => answer.next(value),
      complete: () => answer.complete(),
      error: (error: unknown) => {
        if (!answer.observed) this.logger.error(error, `An event that was emitted as ${nameOf(pattern)} failed`);
        answer.error(error);
      },
    });
    return answer.asObservable();
  }

  /** @throws SpillwayError `SPW-8001` always, at the call: the topic of a reply would come from the caller */
  override send(pattern: unknown): never {
    throw refuseReply(pattern);
  }

  /** The publisher behind it. */
  unwrap<T>(): T {
    return this.publisher as T;
  }

  protected publish(packet: ReadPacket): never {
    throw refuseReply(packet.pattern);
  }

  protected async dispatchEvent<T = PublishedEvent>(packet: ReadPacket): Promise<T> {
    const definition = findEvent(packet.pattern, this.options.events);
    const { payload, attributes } = readData(packet.data);
    const source = attributes.source ?? this.options.source;
    if (source === undefined) {
      throw new SpillwayError('SPW-8002', `${definition.type} was emitted without a source, and the client has none`);
    }
    return (await this.publisher.publish(definition, payload as never, { ...attributes, source })) as T;
  }
}

function ownPublisher(options: SpillwayClientOptions): EventPublisher {
  if (!('transport' in options) || options.transport === undefined || options.codec === undefined) {
    throw new SpillwayError('SPW-8002', 'A SpillwayClient needs a publisher, or a transport and its codec');
  }
  const { transport, codec, clock, newId } = options;
  return new EventPublisher({
    sink: transport.sink(),
    codec,
    clock: clock ?? systemClock,
    newId: newId ?? randomUUID,
  });
}

function readData(data: unknown): { payload: unknown; attributes: SpillwayRecord['attributes'] } {
  return data instanceof SpillwayRecord ? data : { payload: data, attributes: {} };
}

function refuseReply(pattern: unknown): SpillwayError {
  return new SpillwayError('SPW-8001', `send(${nameOf(pattern)}) wants a reply over the log; ask over HTTP, or emit()`);
}

function nameOf(pattern: unknown): string {
  if (typeof pattern === 'string') return `'${pattern}'`;
  return (pattern as Partial<EventDefinition> | null)?.type ?? 'a pattern';
}
