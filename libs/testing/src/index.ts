export { transportContract, type TransportFeatures } from './contracts/transport-contract.js';
export { stateStoreContract } from './contracts/state-store-contract.js';
export type { TestRunner } from './contracts/test-runner.js';
export { waitUntil } from './wait/wait-until.js';
