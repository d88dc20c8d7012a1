import type { EventDefinition } from '@spillway/events';
import type { Clock, EventCodec, EventPublisher, Transport } from '@spillway/streaming';

interface CommonOptions {
  /** What may be emitted: a pattern is looked up here. */
  readonly events: readonly EventDefinition<never>[];
  /** CloudEvents `source` of what this client emits; a `SpillwayRecord` may say another. */
  readonly source?: string;
}

/** A client of the app's own publisher, or one with a connection of its own that it opens and closes. */
export type SpillwayClientOptions = CommonOptions &
  (
    | { readonly publisher: EventPublisher }
    | {
        readonly transport: Transport;
        readonly codec: Pick<EventCodec, 'encode'>;
        readonly clock?: Clock;
        /** Makes event ids. Default: random UUIDs. */
        readonly newId?: () => string;
      }
  );
