import {
  createGroupProcessor,
  defineGroup,
  noMetrics,
  silentLogger,
  type Delivery,
  type GroupProcessor,
  type GroupProcessorOptions,
  type HandlerContext,
  type Outcome,
} from '@spillway/streaming';
import { virtualClock } from '../clock/virtual-clock.js';
import { jsonCodec } from '../codec/json-codec.js';
import { memoryStateStore, type MemoryStateStore } from '../state/memory-state-store.js';
import type { MemoryTransaction } from '../state/memory-transaction.js';
import { recordingSink, type RecordingSink } from './recording-sink.js';
import { Counted, Returned, shopEvents, shopTopic, Sold, type Sale } from './shop-events.js';

/** Reads sales in the order of their items; stock-taking is none of its business. */
export const stockGroup = defineGroup('stock', {
  startFrom: 'beginning',
  topics: { [shopTopic]: { ordering: 'key', ignore: [Counted] } },
});

/** What the handler does before it counts: throw, wait, or answer outcomes. */
export type HandleSales = (
  sales: readonly Delivery<Sale>[],
  context: HandlerContext,
) => Promise<readonly Outcome[] | void> | readonly Outcome[] | void;

export interface ShopGroup extends GroupProcessor {
  readonly sink: RecordingSink;
  readonly state: MemoryStateStore;
  /** Items in the order in which they were counted, within the handler's transaction when there is one. */
  readonly counted: string[];
}

/** A whole group of the made-up shop: one handler that counts items, real parts around it, nobody waits for real time. */
export function shopGroup(handle: HandleSales = () => {}, options: Partial<GroupProcessorOptions> = {}): ShopGroup {
  const sink = recordingSink();
  const state = memoryStateStore();
  const counted: string[] = [];
  const processor = createGroupProcessor({
    group: stockGroup,
    handlers: [{ name: 'count-stock', definitions: [Sold, Returned], handleBatch: counting(handle, counted) }],
    codec: jsonCodec(shopEvents),
    state,
    sink,
    clock: virtualClock({ impatient: true }),
    logger: silentLogger,
    metrics: noMetrics,
    ...options,
  });
  return { ...processor, sink, state, counted };
}

/** A batch handler that does what `handle` says, then counts. */
export function counting(handle: HandleSales, counted: string[]) {
  return async (deliveries: readonly Delivery[], context: HandlerContext): Promise<readonly Outcome[] | void> => {
    const sales = deliveries as readonly Delivery<Sale>[];
    const outcomes = await handle(sales, context);
    const note = (): void => void counted.push(...sales.map((sale) => sale.event.item));
    if (context.transaction === undefined) note();
    else (context.transaction as MemoryTransaction).onCommit(note);
    return outcomes;
  };
}
