import type { EventDefinition } from '@spillway/events';
import type {
  Clock,
  EventCodec,
  GroupConsumerOptions,
  GroupDefinition,
  HandlerBinding,
  StateStore,
  Transport,
} from '@spillway/streaming';

/** What handlers may be made of. */
export interface HandlerParts {
  /** The run's: who waits by it, waits no real time. */
  readonly clock: Clock;
  readonly state: StateStore | undefined;
}

export interface TestGroupOptions extends Pick<
  GroupConsumerOptions,
  'limits' | 'handlerTimeoutMs' | 'settleGraceMs' | 'appVersion'
> {
  readonly group: GroupDefinition;
  /** Handlers of the group, as `on` and `onBatch` make them; made anew for each run when a function is given. */
  readonly handlers: readonly HandlerBinding[] | ((parts: HandlerParts) => readonly HandlerBinding[]);
  /** Every event type that arrives or is published. */
  readonly events: readonly EventDefinition<never>[];
  /** Default: JSON. */
  readonly codec?: EventCodec;
  /** `true` for a store in memory, new for each run; a store of your own is used as it is. Default: none. */
  readonly state?: boolean | StateStore;
  /** Of every topic, or by topic. Default 1. */
  readonly partitions?: number | Readonly<Record<string, number>>;
  /** Processes in the group at the start. Default 1. */
  readonly members?: number;
  /** Longest time, by the clock of the run, that the group may need to come to rest. Default 7 days. */
  readonly settleWithinMs?: number;
  /** Puts something of yours between the engine and what it stands on: to test that, or to break a promise on purpose. */
  readonly wrap?: {
    readonly transport?: (transport: Transport) => Transport;
    readonly state?: (state: StateStore) => StateStore;
    readonly codec?: (codec: Pick<EventCodec, 'decode' | 'encode'>) => Pick<EventCodec, 'decode' | 'encode'>;
  };
}
