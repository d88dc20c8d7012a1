export { transportContract, type TransportFeatures } from './contracts/transport-contract.js';
export { listenerWith, sinkWith, sourceWith, transportWith } from '@spillway/streaming';
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
export { ShopBench, type ShopBenchOptions } from './shop/shop-bench.js';
export { counting, stockGroup, type HandleSales } from './shop/stock-group.js';
export { testGroup, type Given, type TestGroup, type WhenOptions } from './group/test-group.js';
export type { HandlerParts, TestGroupOptions } from './group/test-group-options.js';
export { event, rawRecord, type ArrivingEvent, type ArrivingEventOptions } from './group/arriving-event.js';
export { on, onBatch, type OnOptions } from './group/on.js';
export {
  answersAreLost,
  arrives,
  brokerRefuses,
  commitsFail,
  dependencyIsAway,
  fails,
  heals,
  meanwhile,
  memberBecomesZombie,
  memberCrashes,
  memberJoins,
  memberLeaves,
  registryIsAway,
  settles,
  stateFails,
  timePasses,
  zombiesWake,
  type FaultSpan,
  type Step,
} from './group/steps.js';
export { logIsTrimmed, offsetsAreSkipped, topicIsRecreated } from './group/log-steps.js';
export {
  groupIsPaused,
  groupIsResumed,
  handlerIsReleased,
  keyIsReleased,
  lettersAreSentBack,
} from './group/operator-steps.js';
export type { DeadLetter, GroupRun, PublishedInRun } from './group/group-run.js';
export type { GroupWorld } from './group/group-world.js';
export { FaultInjector, type Fault, type FaultEffect, type FaultPoint } from './faults/fault-injector.js';
export { faultyTransport } from './faults/faulty-transport.js';
export { faultyStateStore } from './faults/faulty-state-store.js';
export { faultyCodec } from './faults/faulty-codec.js';
export { cuttableTransport, type CuttableTransport } from './faults/cuttable-transport.js';
export { checkDelivery } from './checker/check-delivery.js';
export type {
  AppendFact,
  CheckedTopic,
  CommitFact,
  DeliveryHistory,
  DeliveryProblem,
  DeliveryRule,
  EffectFact,
  HandlerCall,
  LoggedRecord,
  RecordPlace,
} from './checker/delivery-history.js';
export { HistoryRecorder } from './history/history-recorder.js';
