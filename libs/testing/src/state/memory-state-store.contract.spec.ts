import { stateStoreContract } from '../contracts/state-store-contract.js';
import { memoryStateStore } from './memory-state-store.js';

stateStoreContract('memory', async () => memoryStateStore());
