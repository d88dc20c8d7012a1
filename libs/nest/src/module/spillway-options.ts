import type { EventDefinition } from '@spillway/events';
import type { Clock, EventCodec, Logger, Metrics, StateStore, Transport } from '@spillway/streaming';

/** The adapters of one app. Two apps in one process each get their own. */
export interface SpillwayOptions {
  readonly transport: Transport;
  readonly codec: EventCodec;
  readonly state?: StateStore;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Makes event ids. Default: random UUIDs. */
  readonly newId?: () => string;
  /** Event types that exist on the topics, so that start-up can name those that a group neither handles nor ignores. */
  readonly knownEvents?: readonly EventDefinition<never>[];
  /** False when somebody else opened the transport and will close it, as one shared by several apps. Default: true. */
  readonly ownsTransport?: boolean;
  /** The same for the state store. Default: true. */
  readonly ownsState?: boolean;
}

export interface SpillwayAsyncOptions {
  readonly imports?: readonly never[] | readonly (new (...dependencies: never[]) => unknown)[];
  readonly inject?: readonly (string | symbol | (abstract new (...dependencies: never[]) => unknown))[];
  readonly useFactory: (...dependencies: never[]) => SpillwayOptions | Promise<SpillwayOptions>;
}

export const SPILLWAY_OPTIONS = Symbol('SPILLWAY_OPTIONS');
