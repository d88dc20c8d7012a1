import type { PublishAttributes } from '@spillway/streaming';

/**
 * A payload with attributes of its own, as Nest's record builders do for other transports:
 * `client.emit(type, new SpillwayRecord(payload, { correlationId }))`.
 */
export class SpillwayRecord<T = unknown> {
  constructor(
    readonly payload: T,
    readonly attributes: Partial<PublishAttributes>,
  ) {}
}
