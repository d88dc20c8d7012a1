import type { EventDefinition } from '@spillway/events';
import type {
  Clock,
  EventCodec,
  GroupDefinition,
  Logger,
  Metrics,
  StateStore,
  Tracing,
  Transport,
} from '@spillway/streaming';

/** The adapters of one app. Two apps in one process each get their own. */
export interface SpillwayOptions {
  readonly transport: Transport;
  readonly codec: EventCodec;
  readonly state?: StateStore;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Default: off. */
  readonly tracing?: Tracing;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Makes event ids. Default: random UUIDs. */
  readonly newId?: () => string;
  /** Of the application, for dead letters and the delivery ledger. */
  readonly appVersion?: string;
  /** How long groups may be away without losing what waits in their retry topics; checked at the start. Default: 7 days. */
  readonly outageMs?: number;
  /**
   * Notes what became of every delivery in the topic `spillway.deliveries`, which must exist, before it is committed.
   * Default: false.
   */
  readonly ledger?: boolean;
  /** Event types that exist on the topics, so that start-up can name those that a group neither handles nor ignores. */
  readonly knownEvents?: readonly EventDefinition<never>[];
  /** The group of plain `@EventPattern` methods that name none. */
  readonly defaultGroup?: GroupDefinition;
  /** CloudEvents `source` of what is emitted through `SpillwayClient`, e.g. `/shop/checkout`. */
  readonly source?: string;
  /** False when somebody else opened the transport and will close it, as one shared by several apps. Default: true. */
  readonly ownsTransport?: boolean;
}

export interface SpillwayAsyncOptions {
  readonly imports?: readonly never[] | readonly (new (...dependencies: never[]) => unknown)[];
  readonly inject?: readonly (string | symbol | (abstract new (...dependencies: never[]) => unknown))[];
  readonly useFactory: (...dependencies: never[]) => SpillwayOptions | Promise<SpillwayOptions>;
}

export const SPILLWAY_OPTIONS = Symbol('SPILLWAY_OPTIONS');
