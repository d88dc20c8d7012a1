import { BaseRpcContext } from '@nestjs/microservices';
import type { Delivery } from '@spillway/streaming';

/** What every handler gets beside its deliveries, whatever else the engine adds for its kind. */
export interface CallContext {
  /** Fires on time-out, when the partition is lost and when the group stops. */
  readonly signal: AbortSignal;
}

/**
 * What `@Ctx()` gives, and `switchToRpc().getContext()` in guards, interceptors and filters: the delivery itself, and
 * the getters of Nest's `KafkaContext` that make sense without a consumer in the handler's hands.
 */
export class SpillwayContext extends BaseRpcContext<[deliveries: readonly Delivery[], context: CallContext]> {
  /** The delivery; of a batch its first. */
  getDelivery<T = unknown>(): Delivery<T> {
    return this.args[0][0] as Delivery<T>;
  }

  /** All deliveries of the call: one, or those of a batch. */
  getDeliveries<T = unknown>(): readonly Delivery<T>[] {
    return this.args[0] as readonly Delivery<T>[];
  }

  getTopic(): string {
    return this.getDelivery().topic;
  }

  getPartition(): number {
    return this.getDelivery().partition;
  }

  /** Fires on time-out, when the partition is lost and when the group stops. */
  getSignal(): AbortSignal {
    return this.args[1].signal;
  }

  /** The handler's context as the engine gave it: `unitOfWork` of single handlers, `transaction` of batch handlers. */
  getHandlerContext<C extends CallContext>(): C {
    return this.args[1] as C;
  }
}
