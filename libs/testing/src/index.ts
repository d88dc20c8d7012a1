export { transportContract, type TransportFeatures } from './contracts/transport-contract.js';
export { stateStoreContract } from './contracts/state-store-contract.js';
export type { TestRunner } from './contracts/test-runner.js';
export { virtualClock, type VirtualClock } from './clock/virtual-clock.js';
export { jsonCodec } from './codec/json-codec.js';
export { memoryStateStore, type MemoryStateStore } from './state/memory-state-store.js';
export type { MemoryTransaction } from './state/memory-transaction.js';
export { killableStateStore, transactionSteps, type TransactionStep } from './faults/killable-state-store.js';
export { killableTransport, type KillableTransport } from './faults/killable-transport.js';
export { expectCommitted, type CommittedExpectation } from './wait/expect-committed.js';
export { waitUntil } from './wait/wait-until.js';
export { recordingSink, type RecordingSink } from './shop/recording-sink.js';
export {
  batchOf,
  Counted,
  outgoingSale,
  Returned,
  shopEvents,
  shopTopic,
  Sold,
  type Sale,
  type SaleSpec,
} from './shop/shop-events.js';
export { rememberingProcessor } from './shop/remembering-processor.js';
export { counting, shopGroup, stockGroup, type HandleSales, type ShopGroup } from './shop/shop-group.js';
